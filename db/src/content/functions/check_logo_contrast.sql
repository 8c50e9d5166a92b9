-- WCAG 2 asks 3 : 1 of graphics. (It exempts logotypes; a brand that wants its logo seen does not.)
-- No SET clause: it would keep the planner from inlining it.
create function content.check_logo_contrast(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with logo as (
      select l.*, trunc(core.contrast_ratio(l.color, l.worst_background)::numeric, 3) as ratio
      from (select) one
      left join lateral (
        select measured #>> '{logo,layer}' as layer, measured #>> '{logo,color}' as color, measured #>> '{logo,worst_background}' as worst_background,
          measured #> '{logo,worst_region}' as worst_region
        where jsonb_path_exists(measured, 'strict $.logo ? (@.layer.type() == "string"
          && @.color like_regex "^#[0-9A-Fa-f]{6}$" && @.worst_background like_regex "^#[0-9A-Fa-f]{6}$"
          && @.worst_region.x.type() == "number" && @.worst_region.y.type() == "number"
          && @.worst_region.width.type() == "number" && @.worst_region.height.type() == "number")', '{}', true)
        offset 0
      ) l on true
      offset 0
    )
    select
      l.ratio,
      case when l.layer is null and measured -> 'logo' is distinct from 'null'
        then 'The measurement''s logo is missing or lacks layer, color, worst_background or worst_region. Render the variant again.' end,
      case when l.layer is null then '[]' else jsonb_build_array(jsonb_build_object('layer', l.layer, 'contrast', l.ratio, 'color', l.color,
        'background', l.worst_background, 'region', l.worst_region)) end,
      case
        when l.layer is null then 'There is no logo on the picture.'
        when l.ratio >= (rule ->> 'warn')::numeric then format('The logo stands out with a contrast of %s : 1.', l.ratio)
        else format('The logo (%s) has a contrast of %s : 1 where its ground is %s, in the %s × %s px at %s, %s; %s : 1 is needed. Put a panel under it, take another version of the logo, or move it.',
          l.color, l.ratio, l.worst_background, l.worst_region ->> 'width', l.worst_region ->> 'height', l.worst_region ->> 'x', l.worst_region ->> 'y', rule ->> 'warn')
      end
    from logo l;
  end;
comment on function content.check_logo_contrast(jsonb, jsonb, jsonb) is
  'Contrast ratio by WCAG 2 of the logo''s main colour against the worst ground under it.';
grant execute on function content.check_logo_contrast(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
