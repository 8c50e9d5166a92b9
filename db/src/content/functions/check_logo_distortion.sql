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
    left join jsonb_to_recordset(content.valid_items(jsonb_build_array(jsonb_build_object('layer', measured #> '{logo,layer}', 'width', measured #> '{logo,box,width}',
        'height', measured #> '{logo,box,height}', 'own_width', measured #> '{logo,own,width}', 'own_height', measured #> '{logo,own,height}')),
      'strict $[*] ? (@.layer.type() == "string" && @.width > 0 && @.height > 0 && @.own_width > 0 && @.own_height > 0)'))
      as l (layer text, width numeric, height numeric, own_width numeric, own_height numeric) on true;
  end;
comment on function content.check_logo_distortion(jsonb, jsonb, jsonb) is
  'How far the logo''s proportions are off those of its file, as a share.';
grant execute on function content.check_logo_distortion(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
