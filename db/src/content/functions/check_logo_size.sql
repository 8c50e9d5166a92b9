-- No SET clause: it would keep the planner from inlining it.
create function content.check_logo_size(measured jsonb, rule jsonb)
  returns table (points numeric, fault text, observed jsonb, expected jsonb, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with logo as materialized (
      select l.layer, l.box, need.share as needed, need.is_required, l.width, m.width as box_width,
        round(m.width / l.width, 4) as share, m.width >= need.share * l.width as is_large_enough
      from (select (rule ->> 'min_width_share')::numeric as share, (rule ->> 'required')::boolean as is_required) need
      left join jsonb_to_recordset(content.valid_items(
        jsonb_build_array(case when jsonb_typeof(measured -> 'logo') = 'object' then (measured -> 'logo') || jsonb_build_object('width', measured -> 'width') end),
        'strict $[*] ? (@.width > 0 && @.layer.type() == "string" && @.box.x.type() == "number" && @.box.y.type() == "number" && @.box.width > 0 && @.box.height > 0)'))
        as l (width numeric, layer text, box jsonb) on true
      cross join lateral (select (l.box ->> 'width')::numeric as width offset 0) m
    )
    select
      case
        when l.layer is null then case when l.is_required and measured -> 'logo' = 'null' then 0 end
        when l.is_large_enough then 100
        else 50 * l.box_width / (l.needed * l.width)
      end,
      case when l.layer is null and measured -> 'logo' is distinct from 'null'
        then 'The measurement''s logo or width is missing, or the logo lacks layer or box. Render the variant again.' end,
      jsonb_build_object('width_share', l.share),
      jsonb_build_object('min_width_share', l.needed, 'required', l.is_required),
      case when l.layer is null then '[]' else jsonb_build_array(jsonb_build_object('layer', l.layer, 'box', l.box)) end,
      case
        when l.layer is null and l.is_required then 'There is no logo on the picture, and the guideline requires one. Take a template with a logo layer, and upload the logo as a brand asset.'
        when l.layer is null then 'There is no logo on the picture.'
        when l.is_large_enough then format('The logo takes %s %% of the picture''s width.', round(100 * l.share, 1))
        else format('The logo takes %s %% of the picture''s width, %s of %s px; at least %s %% is needed. Raise the width of the template''s logo layer.',
          round(100 * l.share, 2), l.box_width, l.width, round(100 * l.needed, 2))
      end
    from logo l;
  end;
comment on function content.check_logo_size(jsonb, jsonb) is 'Whether the logo is there, if it has to be, and takes enough of the picture''s width.';
grant execute on function content.check_logo_size(jsonb, jsonb) to vp_definer, vp_dba;
