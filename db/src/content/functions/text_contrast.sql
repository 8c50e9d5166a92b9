-- WCAG 2 asks 4.5 : 1, and 3 : 1 of large text: from 24 px (18 pt), or from 18.66 px (14 pt) if it is bold. These px are those of the
-- finished picture at its own size; a screen that shows it smaller makes the text smaller than it counts here.
-- Each text is judged by the worst ground under it, all by the worst text: no mean hides a word that nobody can read.
-- No SET clause: it would keep the planner from inlining it.
create function content.text_contrast(measured jsonb, rule jsonb, is_large boolean)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select count(*) as total, min(seen.ratio) as ratio,
        jsonb_agg(jsonb_build_object('layer', t.layer, 'contrast', seen.ratio, 'needed', (rule ->> 'warn')::numeric, 'color', t.color, 'background', t.worst_background,
          'region', t.worst_region, 'font_size', t.font_size, 'font_weight', t.font_weight) order by seen.ratio, t.layer)
          filter (where kind.is_judged) as texts
      from jsonb_to_recordset(content.valid_items(measured -> 'texts', 'strict $[*] ? (@.layer.type() == "string"
        && @.font_size > 0 && @.font_weight > 0 && @.color like_regex "^#[0-9A-Fa-f]{6}$" && @.worst_background like_regex "^#[0-9A-Fa-f]{6}$"
        && @.worst_region.x.type() == "number" && @.worst_region.y.type() == "number"
        && @.worst_region.width.type() == "number" && @.worst_region.height.type() == "number").type()'))
        as t (layer text, font_size numeric, font_weight numeric, color text, worst_background text, worst_region jsonb)
      cross join lateral (select (t.font_size >= 24 or (t.font_size >= 18.66 and t.font_weight >= 700)) = text_contrast.is_large as is_judged offset 0) kind
      -- Cut, not rounded: 4.4996 is less than 4.5.
      cross join lateral (select case when kind.is_judged then trunc(core.contrast_ratio(t.color, t.worst_background)::numeric, 3) end as ratio offset 0) seen
    )
    select
      j.ratio,
      case when j.total = 0 and measured -> 'texts' is distinct from '[]'
        then 'The measurement''s texts are missing or lack layer, font_size, font_weight, color, worst_background or worst_region. Render the variant again.' end,
      coalesce(j.texts, '[]'),
      case
        when j.total = 0 then 'There is no text on the picture.'
        when j.texts is null then format('No text on the picture is %s.', case when text_contrast.is_large then 'large' else 'of normal size' end)
        when j.ratio >= (rule ->> 'warn')::numeric then format('Each %s text stands out; the least, "%s", has a contrast of %s : 1%s.',
          case when text_contrast.is_large then 'large' else 'normal' end, j.texts -> 0 ->> 'layer', j.ratio,
          case when j.ratio >= case when text_contrast.is_large then 4.5 else 7 end then ' (WCAG AAA)' when j.ratio >= case when text_contrast.is_large then 3 else 4.5 end then ' (WCAG AA)' end)
        else format('The text "%s" has a contrast of %s : 1 where its ground is %s, in the %s × %s px at %s, %s; %s : 1 is needed. Put a panel under it, or change its colour or place.',
          j.texts -> 0 ->> 'layer', j.ratio, j.texts -> 0 ->> 'background',
          j.texts #>> '{0,region,width}', j.texts #>> '{0,region,height}', j.texts #>> '{0,region,x}', j.texts #>> '{0,region,y}', rule ->> 'warn')
      end
    from judged j;
  end;
comment on function content.text_contrast(jsonb, jsonb, boolean) is
  'Contrast ratio by WCAG 2 of the worst large text, or the worst other text, against the worst ground under it.';
grant execute on function content.text_contrast(jsonb, jsonb, boolean) to vp_member, vp_definer, vp_dba;
