-- No SET clause: it would keep the planner from inlining it.
create function content.check_logo_distortion(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      trunc(abs(l.width / l.height / (l.own_width / l.own_height) - 1), 4),
      case when l.layer is null and measured -> 'logo' is distinct from 'null'
        then 'The measurement''s logo is missing or lacks layer, box or own size. Render the variant again.' end,
      case when l.layer is null then '[]' else jsonb_build_array(jsonb_build_object('layer', l.layer, 'box', measured #> '{logo,box}', 'own', measured #> '{logo,own}')) end,
      case
        when l.layer is null then 'There is no logo on the picture.'
        when trunc(abs(l.width / l.height / (l.own_width / l.own_height) - 1), 4) <= (rule ->> 'warn')::numeric then 'The logo has its own proportions.'
        else format('The logo is %s × %s px, its file %s × %s: its proportions are %s %% off. Keep them.', l.width, l.height, l.own_width, l.own_height,
          round(100 * abs(l.width / l.height / (l.own_width / l.own_height) - 1), 1))
      end
    from (select) one
    left join lateral (
      select measured #>> '{logo,layer}' as layer, (measured #>> '{logo,box,width}')::numeric as width, (measured #>> '{logo,box,height}')::numeric as height,
        (measured #>> '{logo,own,width}')::numeric as own_width, (measured #>> '{logo,own,height}')::numeric as own_height
      where jsonb_path_exists(measured, 'strict $.logo ? (@.layer.type() == "string" && @.box.width > 0 && @.box.height > 0 && @.own.width > 0 && @.own.height > 0)', '{}', true)
      offset 0
    ) l on true;
  end;
comment on function content.check_logo_distortion(jsonb, jsonb, jsonb) is
  'How far the logo''s proportions are off those of its file, as a share.';
grant execute on function content.check_logo_distortion(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
