-- No SET clause: it would keep the planner from inlining it.
create function content.check_logo_size(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with logo as (
      select l.layer, l.box, l.width, m.width as box_width, trunc(m.width / l.width, 4) as share
      from (select) one
      left join lateral (
        select (measured ->> 'width')::numeric as width, measured #>> '{logo,layer}' as layer, measured #> '{logo,box}' as box
        where jsonb_path_exists(measured, 'strict $ ? (@.width > 0).logo
          ? (@.layer.type() == "string" && @.box.x.type() == "number" && @.box.y.type() == "number" && @.box.width > 0 && @.box.height > 0)', '{}', true)
        offset 0
      ) l on true
      cross join lateral (select (l.box ->> 'width')::numeric as width offset 0) m
      offset 0
    )
    select
      l.share,
      case when l.layer is null and measured -> 'logo' is distinct from 'null'
        then 'The measurement''s logo or width is missing, or the logo lacks layer or box. Render the variant again.' end,
      case when l.layer is null then '[]' else jsonb_build_array(jsonb_build_object('layer', l.layer, 'box', l.box)) end,
      case
        when l.layer is null then 'There is no logo on the picture.'
        when l.share >= (rule ->> 'warn')::numeric then format('The logo takes %s %% of the picture''s width.', trim_scale(100 * l.share))
        else format('The logo takes %s %% of the picture''s width, %s of %s px; at least %s %% is needed. Raise the width of the template''s logo layer.',
          trim_scale(100 * l.share), l.box_width, l.width, trim_scale(100 * (rule ->> 'warn')::numeric))
      end
    from logo l;
  end;
comment on function content.check_logo_size(jsonb, jsonb, jsonb) is 'Which share of the picture''s width the logo takes.';
grant execute on function content.check_logo_size(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
