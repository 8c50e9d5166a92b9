-- No SET clause: it would keep the planner from inlining it.
create function content.check_logo_presence(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when context -> 'logo_rules' -> 'required' = 'true' then case when measured -> 'logo' = 'null' then 1 else 0 end::numeric end,
      case when context -> 'logo_rules' -> 'required' = 'true' and coalesce(jsonb_typeof(measured -> 'logo'), '') not in ('object', 'null')
        then 'The measurement does not say whether there is a logo. Render the variant again.' end,
      case when jsonb_typeof(measured -> 'logo') = 'object' then jsonb_build_array(jsonb_build_object('layer', measured #> '{logo,layer}', 'box', measured #> '{logo,box}')) else '[]' end,
      case
        when context -> 'logo_rules' -> 'required' is distinct from 'true' then 'The guideline requires no logo.'
        when measured -> 'logo' = 'null' then 'There is no logo on the picture, and the guideline requires one. Take a template with a logo layer, and upload the logo as a brand asset.'
        else 'The logo is on the picture.'
      end;
  end;
comment on function content.check_logo_presence(jsonb, jsonb, jsonb) is 'Whether the logo is on the picture, where the guideline requires one.';
grant execute on function content.check_logo_presence(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
