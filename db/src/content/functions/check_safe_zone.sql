-- No SET clause: it would keep the planner from inlining it.
create function content.check_safe_zone(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select max(i.pixels) as pixels, c.side, jsonb_agg(jsonb_build_object('layer', i.layer, 'edge', i.edge, 'pixels', i.pixels) order by i.pixels desc, i.layer, i.edge) filter (where i.layer is not null) as intrusions
      from (select content.shorter_side(measured) as side offset 0) c
      left join jsonb_to_recordset(content.valid_items(measured -> 'safe_zone', 'strict $[*] ? (@.layer.type() == "string" && @.edge.type() == "string" && @.pixels > 0).type()'))
        as i (layer text, edge text, pixels numeric) on true
      group by c.side
    )
    select
      trunc(coalesce(j.pixels, 0) / j.side, 4),
      case when j.side is null or j.intrusions is null and measured -> 'safe_zone' is distinct from '[]'
        then 'The measurement''s safe_zone, width or height is missing or not as it should be. Render the variant again.' end,
      coalesce(j.intrusions, '[]'),
      case
        when j.intrusions is null then 'All texts and the logo keep clear of the platform''s own controls.'
        else format('"%s" reaches %s px into what the platform covers at the %s%s', j.intrusions -> 0 ->> 'layer', j.pixels,
          case j.intrusions -> 0 ->> 'edge' when 'left' then 'left edge' when 'right' then 'right edge' else j.intrusions -> 0 ->> 'edge' end,
          case when trunc(j.pixels / j.side, 4) > (rule ->> 'warn')::numeric then '. Move it inwards.' else ', which is fine.' end)
      end
    from judged j;
  end;
comment on function content.check_safe_zone(jsonb, jsonb, jsonb) is
  'How far a text or the logo reaches into what the platform covers with its own controls, as a share of the picture''s shorter side.';
grant execute on function content.check_safe_zone(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
