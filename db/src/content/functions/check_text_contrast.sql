-- No SET clause: it would keep the planner from inlining it.
create function content.check_text_contrast(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select c.value, c.fault, c.evidence, c.message from content.text_contrast(measured, rule, false) c;
  end;
comment on function content.check_text_contrast(jsonb, jsonb, jsonb) is
  'Contrast ratio by WCAG 2 of the worst text of normal size against the worst ground under it.';
grant execute on function content.check_text_contrast(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
