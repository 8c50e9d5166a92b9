-- No SET clause: it would keep the planner from inlining it.
create function content.check_font_family(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    with judged as (
      select count(distinct t.layer) as total, count(distinct t.layer) filter (where f.is_odd) as odd,
        jsonb_agg(jsonb_build_object('layer', t.layer, 'font', f.font, 'box', t.box) order by t.layer, f.font) filter (where f.is_odd) as evidence,
        string_agg(distinct f.font, ', ') filter (where f.is_odd) as fonts
      from jsonb_to_recordset(content.valid_items(measured -> 'texts', 'strict $[*] ? (@.layer.type() == "string" && @.fonts.type() == "array" && exists(@.fonts[*]) && !exists(@.fonts[*] ? (@.type() != "string"))).type()'))
        as t (layer text, fonts jsonb, box jsonb)
      cross join lateral (
        -- Emoji come from a font of emoji, whatever the brand's fonts are. A family has many fonts: Inter Bold and "Inter 700, body" are of
        -- Inter, Inter Tight is of another.
        select n.font, n.font !~* 'emoji' and not exists (
          select from jsonb_array_elements_text(context -> 'allowed_fonts') a (font)
          cross join lateral (select core.fold_text(a.font) as allowed, core.fold_text(n.font) as used offset 0) f
          where starts_with(f.used, f.allowed) and substr(f.used, length(f.allowed) + 1) collate "und-x-icu"
            ~ '^(?:[^[:alnum:]]+(?:[0-9]+(?:pt)?|thin|hairline|extra|ultra|light|regular|normal|roman|book|medium|semi|demi|bold|black|heavy|italic|oblique|variable|vf|heading|body|ttf|otf|woff2?)*)*$'
        ) as is_odd
        from jsonb_array_elements_text(t.fonts) n (font)
      ) f
      where context -> 'allowed_fonts' <> '[]'
    )
    select
      case when j.total > 0 then j.odd::numeric end,
      case when context -> 'allowed_fonts' <> '[]' and j.total = 0 and measured -> 'texts' is distinct from '[]'
        then 'The measurement''s texts are missing or lack layer or fonts. Render the variant again.' end,
      coalesce(j.evidence, '[]'),
      case
        when context -> 'allowed_fonts' = '[]' then 'The guideline allows any font.'
        when j.total = 0 then 'There is no text on the picture.'
        when j.odd = 0 then 'Each text is set in a font of the brand.'
        else format('%s: the guideline allows %s. Upload the brand''s font as an asset, or leave out the letters that it lacks.', j.fonts,
          (select string_agg(a.font, ', ' order by a.n) from jsonb_array_elements_text(context -> 'allowed_fonts') with ordinality a (font, n)))
      end
    from judged j;
  end;
comment on function content.check_font_family(jsonb, jsonb, jsonb) is
  'How many texts have letters of a font that the guideline does not allow.';
grant execute on function content.check_font_family(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
