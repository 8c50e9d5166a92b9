-- No SET clause: it would keep the planner from inlining it.
create function content.check_logo_clear_space(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when l.required > 0 then trunc(least(l.observed / l.required, 10), 4) end,
      case when l.layer is null and measured -> 'logo' is distinct from 'null'
        then 'The measurement''s logo is missing or lacks layer, box or clear_space. Render the variant again.' end,
      case when l.layer is null then '[]' else jsonb_build_array(jsonb_build_object('layer', l.layer, 'box', l.box, 'clear', l.observed, 'needed', l.required)) end,
      case
        when l.layer is null then 'There is no logo on the picture.'
        when l.required = 0 then 'The template asks for no clear space around the logo.'
        when l.observed >= l.required * (rule ->> 'warn')::numeric then format('%s px around the logo are clear; %s are asked for.', l.observed, l.required)
        else format('%s px around the logo are clear; the template asks for %s. Move the text or panel that is nearest to it, or make it smaller.', l.observed, l.required)
      end
    from (select) one
    left join lateral (
      select measured #>> '{logo,layer}' as layer, measured #> '{logo,box}' as box,
        (measured #>> '{logo,clear_space,required}')::numeric as required, (measured #>> '{logo,clear_space,observed}')::numeric as observed
      where jsonb_path_exists(measured, 'strict $.logo ? (@.layer.type() == "string" && @.box.type() == "object" && @.clear_space.required >= 0 && @.clear_space.observed >= 0)', '{}', true)
      offset 0
    ) l on true;
  end;
comment on function content.check_logo_clear_space(jsonb, jsonb, jsonb) is
  'How much of the space that the template asks to keep free around the logo is free: 1 is all of it.';
grant execute on function content.check_logo_clear_space(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
