-- No SET clause: it would keep the planner from inlining it.
create function content.check_text_fit(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select count(*) as total, count(*) filter (where t.overflow) as over, string_agg('"' || t.layer || '"', ', ' order by t.layer) filter (where t.overflow) as layers,
        jsonb_agg(jsonb_build_object('layer', t.layer, 'text', t.text, 'box', t.box, 'font_size', t.font_size) order by t.layer) filter (where t.overflow) as evidence
      from jsonb_to_recordset(content.valid_items(measured -> 'texts',
        'strict $[*] ? (@.layer.type() == "string" && @.text.type() == "string" && @.overflow.type() == "boolean" && @.box.type() == "object" && @.font_size > 0).type()'))
        as t (layer text, text text, overflow boolean, box jsonb, font_size numeric)
    )
    select
      case when j.total > 0 then j.over::numeric end,
      case when j.total = 0 and measured -> 'texts' is distinct from '[]'
        then 'The measurement''s texts are missing or lack layer, text, box, font_size or overflow. Render the variant again.' end,
      coalesce(j.evidence, '[]'),
      case
        when j.total = 0 then 'There is no text on the picture.'
        when j.over = 0 then 'Each text fits its place.'
        else format('%s not fit its place even at its smallest size. Shorten the text.', case when j.over = 1 then 'The text ' || j.layers || ' does' else 'Each of the texts ' || j.layers || ' does' end)
      end
    from judged j;
  end;
comment on function content.check_text_fit(jsonb, jsonb, jsonb) is 'How many texts the renderer could not set within their place.';
grant execute on function content.check_text_fit(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
