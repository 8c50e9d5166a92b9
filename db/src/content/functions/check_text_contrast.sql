-- WCAG 2 asks 4.5 : 1, and 3 : 1 of large text: from 24 px (18 pt), or from 18.66 px (14 pt) if it is bold. These px are those of the
-- finished picture at its own size; a screen that shows it smaller makes the text smaller than it counts here.
-- Each text is judged by the worst ground under it, the check by its worst text: no mean hides a word that nobody can read.
-- No SET clause: it would keep the planner from inlining it.
create function content.check_text_contrast(measured jsonb, rule jsonb)
  returns table (points numeric, fault text, observed jsonb, expected jsonb, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with painted as materialized (
      select t.*, seen.ratio, need.warn, need.fail, content.threshold_points(seen.ratio, need.warn, need.fail, 1) as points
      from jsonb_to_recordset(content.valid_items(measured -> 'texts', 'strict $[*] ? (@.layer.type() == "string"
        && @.font_size > 0 && @.font_weight > 0 && @.color like_regex "^#[0-9A-Fa-f]{6}$" && @.worst_background like_regex "^#[0-9A-Fa-f]{6}$"
        && @.worst_region.x.type() == "number" && @.worst_region.y.type() == "number"
        && @.worst_region.width.type() == "number" && @.worst_region.height.type() == "number")'))
        as t (layer text, font_size numeric, font_weight numeric, color text, worst_background text, worst_region jsonb)
      cross join lateral (select t.font_size >= 24 or (t.font_size >= 18.66 and t.font_weight >= 700) as is_large offset 0) large
      cross join lateral (
        select (rule ->> case when large.is_large then 'warn_large' else 'warn' end)::numeric as warn,
          (rule ->> case when large.is_large then 'fail_large' else 'fail' end)::numeric as fail
        offset 0
      ) need
      -- Cut, not rounded: 4.4996 is less than 4.5.
      cross join lateral (select trunc(core.contrast_ratio(t.color, t.worst_background)::numeric, 3) as ratio offset 0) seen
    ),
    judged as (
      select min(p.points) as points,
        jsonb_agg(jsonb_build_object('layer', p.layer, 'contrast', p.ratio, 'needed', p.warn, 'color', p.color, 'background', p.worst_background,
          'region', p.worst_region, 'font_size', p.font_size, 'font_weight', p.font_weight) order by p.points, p.ratio, p.layer) as texts
      from painted p
    )
    select
      j.points,
      case when j.texts is null and measured -> 'texts' is distinct from '[]'
        then 'The measurement''s texts are missing or lack layer, font_size, font_weight, color, worst_background or worst_region. Render the variant again.' end,
      case when j.texts is null then '{}' else jsonb_build_object('layer', j.texts -> 0 -> 'layer', 'contrast', j.texts -> 0 -> 'contrast') end,
      rule - array['weight', 'gate', 'gate_cap'],
      coalesce(j.texts, '[]'),
      case
        when j.texts is null then 'There is no text on the picture.'
        when j.points = 100 then format('Each text stands out; the least, "%s", has a contrast of %s : 1.', j.texts -> 0 ->> 'layer', j.texts -> 0 ->> 'contrast')
        else format('The text "%s" has a contrast of %s : 1 where its ground is %s, in the %s × %s px at %s, %s; %s : 1 is needed. Put a panel under it, or change its colour or place.',
          j.texts -> 0 ->> 'layer', j.texts -> 0 ->> 'contrast', j.texts -> 0 ->> 'background',
          j.texts #>> '{0,region,width}', j.texts #>> '{0,region,height}', j.texts #>> '{0,region,x}', j.texts #>> '{0,region,y}',
          j.texts -> 0 ->> 'needed')
      end
    from judged j;
  end;
comment on function content.check_text_contrast(jsonb, jsonb) is
  'Contrast ratio by WCAG 2 of the worst text against the worst ground under it.';
grant execute on function content.check_text_contrast(jsonb, jsonb) to vp_definer, vp_dba;
