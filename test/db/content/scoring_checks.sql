-- include: fixtures/two_tenants.sql
set local search_path = extensions;

select plan(121);

-- A sound measurement: on brand, readable, within the platform's limits.
create function pg_temp.color(hex text, share numeric) returns jsonb language sql as $$
  select jsonb_build_object('hex', hex, 'l', l, 'a', a, 'b', b, 'share', share) from core.hex_to_lab(hex)
$$;
create function pg_temp.words(layer text, color text, background text, size numeric, weight int, body text default 'Spring is here') returns jsonb language sql as $$
  select jsonb_build_object('layer', layer, 'text', body, 'box', '{"x": 60, "y": 800, "width": 900, "height": 90}'::jsonb, 'font_size', size, 'font_weight', weight,
    'color', color, 'worst_background', background, 'worst_region', '{"x": 60, "y": 800, "width": 40, "height": 30}'::jsonb, 'overflow', false)
$$;
create function pg_temp.logo(width int, color text default '#FFFFFF', background text default '#191414') returns jsonb language sql as $$
  select jsonb_build_object('layer', 'logo', 'box', jsonb_build_object('x', 50, 'y', 50, 'width', width, 'height', 60), 'area_share', 0.01, 'color', color,
    'worst_background', background, 'worst_region', '{"x": 50, "y": 50, "width": 20, "height": 20}'::jsonb)
$$;
create function pg_temp.sound() returns jsonb language sql as $$
  select jsonb_build_object('version', 1, 'width', 1080, 'height', 1080, 'bytes', 500000, 'format', 'jpeg',
    'palette', jsonb_build_array(pg_temp.color('#1DB954', 0.6), pg_temp.color('#191414', 0.4)),
    'texts', jsonb_build_array(pg_temp.words('headline', '#FFFFFF', '#191414', 64, 700)),
    'logo', pg_temp.logo(216), 'caption', 'Spring is here', 'alt_text', null,
    'placement', '{"platform": "fixture", "placement": "square", "width": 1080, "height": 1080, "formats": ["jpeg", "png"], "max_bytes": 1000000,
      "caption_limit": 20, "caption_unit": "characters", "hashtag_limit": 2, "mention_limit": 1, "alt_text_limit": 10, "alt_text_required": false}'::jsonb)
$$;
create function pg_temp.placed(change jsonb) returns jsonb language sql as $$
  select jsonb_build_object('placement', pg_temp.sound() -> 'placement' || change)
$$;

-- What judge_measurements says of a sound measurement with these changes, by a guideline with these values.
create function pg_temp.judge(check_key text, change jsonb default '{}', guideline jsonb default '{}') returns jsonb language plpgsql as $$
declare
  version int := (select max(g.version) + 1 from brand.brand_guidelines g);
  brand_guideline_id uuid := gen_random_uuid();
  measurement_id uuid := gen_random_uuid();
begin
  set local session_replication_role = replica;
  insert into brand.brand_guidelines (organization_id, id, brand_profile_id, version, palette, forbidden_colors, prohibited_terms, rules, logo_rules)
  values (pg_temp.id('a', 1), brand_guideline_id, pg_temp.id('a', 50), version,
    coalesce(guideline -> 'palette', '[{"name": "Green", "hex": "#1DB954", "role": "primary"}, {"name": "Black", "hex": "#191414", "role": "neutral"}]'),
    array(select jsonb_array_elements_text(guideline -> 'forbidden_colors')), array(select jsonb_array_elements_text(guideline -> 'prohibited_terms')),
    coalesce(guideline -> 'rules', '{}'), coalesce(guideline -> 'logo_rules', '{}'));
  insert into content.measurements (organization_id, id, asset_variant_id, measured)
  values (pg_temp.id('a', 1), measurement_id, gen_random_uuid(), jsonb_strip_nulls(pg_temp.sound() || change || '{"logo": 0, "alt_text": 0}')
    || jsonb_build_object('logo', coalesce(change -> 'logo', pg_temp.sound() -> 'logo'), 'alt_text', coalesce(change -> 'alt_text', 'null')));
  set local session_replication_role = origin;
  return (select to_jsonb(j) || jsonb_build_object('told', j.outcome || coalesce(' ' || trim_scale(j.points), ''))
    from content.judge_measurements(pg_temp.id('a', 1), array[measurement_id], brand_guideline_id) j where j.check_key = judge.check_key);
end $$;
create function pg_temp.told(check_key text, change jsonb default '{}', guideline jsonb default '{}') returns text language sql as $$
  select pg_temp.judge(check_key, change, guideline) ->> 'told'
$$;
create function pg_temp.rule(check_key text, fields text) returns jsonb language sql as $$
  select jsonb_build_object('rules', jsonb_build_object(check_key, fields::jsonb))
$$;

select is(pg_temp.told(c.check_key), case when c.check_key in ('forbidden_colors', 'prohibited_terms') then 'not_applicable' else 'pass 100' end,
  'a sound measurement: ' || c.check_key)
from brand.rule_catalogue() c;

-- palette
create temporary table mixed as
select jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#1DB954', 0.3), pg_temp.color('#3A7D4F', 0.4), pg_temp.color('#C03020', 0.3))) as change,
  round(least(core.color_distance('#3A7D4F', '#1DB954'), core.color_distance('#3A7D4F', '#191414'))::numeric, 3) as near,
  round(least(core.color_distance('#C03020', '#1DB954'), core.color_distance('#C03020', '#191414'))::numeric, 3) as far;
select ok(near > 5 and far > near, 'three clusters, each farther off than the one before') from mixed;
select is((pg_temp.judge('palette', change) #>> '{observed,delta_e}')::numeric, round(near * 0.2 / 0.5, 3), 'the nearest half counts, by area') from mixed;
select is((pg_temp.judge('palette', change, pg_temp.rule('palette', '{"area": 0.3}')) #>> '{observed,delta_e}')::numeric, 0.000, 'or the nearest 30 %') from mixed;
select is((pg_temp.judge('palette', change, pg_temp.rule('palette', '{"area": 1}')) #>> '{observed,delta_e}')::numeric, round(0.4 * near + 0.3 * far, 3), 'or all of it') from mixed;
select is(pg_temp.judge('palette', jsonb_build_object('palette', jsonb_path_query_array(change -> 'palette', '$[2, 0, 1]'))) - 'measurement_id',
  pg_temp.judge('palette', change) - 'measurement_id', 'the order of clusters does not matter') from mixed;
create temporary table seen as select change, (pg_temp.judge('palette', change, pg_temp.rule('palette', '{"area": 1}')) #>> '{observed,delta_e}')::numeric as delta_e from mixed;
create function pg_temp.palette_at(warn numeric, fail numeric) returns text language sql as $$
  select pg_temp.told('palette', change, pg_temp.rule('palette', format('{"area": 1, "warn": %s, "fail": %s}', warn, fail))) from seen
$$;
select is(pg_temp.palette_at(delta_e, delta_e + 10), 'pass 100', 'at warn it passes') from seen;
select is(pg_temp.palette_at(delta_e + 0.001, delta_e + 10), 'pass 100', 'just under warn too') from seen;
select is(pg_temp.palette_at(delta_e - 0.001, delta_e + 10), 'warn 99.995', 'just over warn it warns') from seen;
select is(pg_temp.palette_at(delta_e - 5, delta_e + 5), 'warn 75', 'half way to fail it has 75 points') from seen;
select is(pg_temp.palette_at(delta_e - 5, delta_e), 'warn 50', 'at fail it still warns') from seen;
select is(pg_temp.palette_at(delta_e - 5, delta_e - 0.001), 'fail 49.997', 'just over fail it fails') from seen;
select is(pg_temp.palette_at(1, round(delta_e / 2, 3) - 0.01), 'fail 0', 'at twice fail nothing is left') from seen;
select is(pg_temp.told('palette', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 1)), 'logo', null)), 'warn 75', 'without a primary colour at most 75');
select is(pg_temp.told('palette', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 1)), 'logo', pg_temp.logo(216, '#1DB954'))), 'pass 100', 'a logo in the primary colour is one');
select is(pg_temp.told('palette', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 1))), pg_temp.rule('palette', '{"without_primary": 40}')), 'fail 40', 'the guideline says how many points');
select matches(pg_temp.judge('palette', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#C03020', 1)))) ->> 'message', 'comes from #C03020.*No primary colour \(Green #1DB954\)', 'the message names the colours');
select is(pg_temp.judge('palette', change) #> '{evidence,0}', jsonb_build_object('color', '#3A7D4F', 'share', 0.4, 'counted', 0.2, 'delta_e', near, 'nearest', '#1DB954', 'nearest_name', 'Green'), 'the evidence is the clusters, the dearest first') from mixed;
select is(pg_temp.told('palette', '{}', '{"palette": []}'), 'not_applicable', 'no palette, no check');
select is(pg_temp.told('palette', broken.change), 'error', 'palette: ' || broken.about)
from (values
  ('{"palette": null}'::jsonb, 'missing'), ('{"palette": {}}', 'no list'), ('{"palette": []}', 'empty'), ('{"palette": [[{"hex": "#191414", "l": 1, "a": 1, "b": 1, "share": 1}]]}', 'a list of lists'),
  (jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 1) || '{"hex": "black"}')), 'unknown colour'),
  (jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 1) || '{"l": "7"}')), 'a text for a number'),
  (jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 1) - 'share')), 'no share'),
  (jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#191414', 0.5))), 'half the picture')
) broken (change, about);

-- forbidden_colors
create function pg_temp.forbidden(share numeric, hex text default '#FF0000', rule text default '{}') returns text language sql as $$
  select pg_temp.told('forbidden_colors', jsonb_build_object('palette', jsonb_build_array(pg_temp.color(hex, share), pg_temp.color('#1DB954', 1 - share))),
    pg_temp.rule('forbidden_colors', rule) || '{"forbidden_colors": ["#FF0000"]}')
$$;
select is(pg_temp.forbidden(share), told, format('a share of %s of a forbidden colour', share))
from (values (0.0099, 'pass 100'), (0.01, 'pass 100'), (0.0101, 'warn 99.875'), (0.05, 'warn 50'), (0.0501, 'fail 49.9'), (0.1, 'fail 0'), (1, 'fail 0')) v (share, told);
select is(pg_temp.forbidden(0.5, '#FA1010', format('{"delta_e": %s}', d)), 'fail 0', 'a colour at the distance counts') from round(core.color_distance('#FA1010', '#FF0000')::numeric, 3) d;
select is(pg_temp.forbidden(0.5, '#FA1010', format('{"delta_e": %s}', d - 0.001)), 'pass 100', 'one just beyond it does not') from round(core.color_distance('#FA1010', '#FF0000')::numeric, 3) d;
select is(pg_temp.judge('forbidden_colors', jsonb_build_object('palette', jsonb_build_array(pg_temp.color('#FF0000', 1))), '{"forbidden_colors": ["#ff0000"]}') -> 'evidence',
  '[{"color": "#FF0000", "share": 1, "delta_e": 0.000, "forbidden": "#FF0000"}]', 'the evidence names both colours');
select is(pg_temp.told('forbidden_colors', '{"palette": "green"}', '{"forbidden_colors": ["#FF0000"]}'), 'error', 'forbidden_colors: a palette that is none');
select is(pg_temp.told('forbidden_colors', '{"palette": "green"}'), 'not_applicable', 'what is not forbidden needs no measurement');

-- text_contrast
create function pg_temp.readable(color text, size numeric, weight int, rule text default '{}') returns text language sql as $$
  select pg_temp.told('text_contrast', jsonb_build_object('texts', jsonb_build_array(pg_temp.words('headline', '#FFFFFF', color, size, weight))), pg_temp.rule('text_contrast', rule))
$$;
select is(left(pg_temp.readable(color, size, weight), 4), told, format('white %s px, weight %s, on %s: %s', size, weight, color, about))
from (values
  ('#767676', 16, 400, 'pass', '4.54, normal'), ('#777777', 16, 400, 'fail', '4.478, normal'),
  ('#777777', 23.99, 400, 'fail', 'just under large'), ('#777777', 24, 400, 'pass', 'large'),
  ('#777777', 18.66, 700, 'pass', 'large and bold'), ('#777777', 18.65, 700, 'fail', 'just too small'), ('#777777', 18.66, 699, 'fail', 'just not bold'),
  ('#949494', 64, 700, 'pass', '3.03, large'), ('#959595', 64, 700, 'fail', '2.99, large')
) v (color, size, weight, told, about);
select is(pg_temp.readable('#777777', 16, 400, '{"warn": 4.478, "fail": 3}'), 'pass 100', 'at warn it passes');
select is(pg_temp.readable('#777777', 16, 400, '{"warn": 4.479, "fail": 3}'), 'warn 99.966', 'just under warn it warns');
select is(pg_temp.readable('#777777', 16, 400, '{"warn": 7, "fail": 4.478}'), 'warn 50', 'at fail it still warns');
select is(pg_temp.readable('#777777', 16, 400, '{"warn": 7, "fail": 4.479}'), 'fail 49.985', 'just under fail it fails');
select is(pg_temp.readable('#FFFFFF', 16, 400), 'fail 0', 'white on white has no points');
select is(pg_temp.readable('#777777', 64, 700, '{"warn_large": 4.5}'), 'warn 99.266', 'large text has thresholds of its own');
create temporary table two_texts as select pg_temp.judge('text_contrast', jsonb_build_object('texts', jsonb_build_array(
  pg_temp.words('headline', '#FFFFFF', '#111111', 64, 700), pg_temp.words('subline', '#FFFFFF', '#AAAAAA', 20, 400)))) as said;
select is(said ->> 'told', 'fail 18.9', 'the worst text decides, whatever the others are') from two_texts;
select is(said -> 'observed', '{"layer": "subline", "contrast": 2.323}', 'and is observed') from two_texts;
select is(said -> 'evidence' -> 0 -> 'region', '{"x": 60, "y": 800, "width": 40, "height": 30}', 'the evidence has its region') from two_texts;
select is(said ->> 'message', 'The text "subline" has a contrast of 2.323 : 1 where its ground is #AAAAAA, in the 40 × 30 px at 60, 800; 4.5 : 1 is needed. Put a panel under it, or change its colour or place.', 'and the message says where') from two_texts;
select is(pg_temp.told('text_contrast', '{"texts": []}'), 'not_applicable', 'no text, no contrast');
select is(pg_temp.told('text_contrast', '{"texts": null}'), 'error', 'texts are missing');
select is(pg_temp.told('text_contrast', jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#000000', 20, 400), pg_temp.words('b', 'white', '#000000', 20, 400)))), 'error', 'one text of an unknown colour is enough');

-- text_fit
select is(pg_temp.judge('text_fit', jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#000000', 20, 400), pg_temp.words('b', '#FFFFFF', '#000000', 20, 400) || '{"overflow": true}'))) - 'measurement_id'
  @> '{"told": "fail 0", "observed": {"texts": 2, "overflowing": 1}, "message": "The text \"b\" does not fit its place even at its smallest size. Shorten the text.", "evidence": [{"layer": "b"}]}', true, 'a text that overflows fails');
select is(pg_temp.told('text_fit', '{"texts": []}'), 'not_applicable', 'no text, nothing to fit');
select is(pg_temp.told('text_fit', jsonb_build_object('texts', jsonb_build_array(pg_temp.words('a', '#FFFFFF', '#000000', 20, 400) - 'overflow'))), 'error', 'overflow is missing');

-- logo_contrast
select is(pg_temp.told('logo_contrast', jsonb_build_object('logo', pg_temp.logo(216, '#FFFFFF', '#949494'))), 'pass 100', 'a logo of 3.03 : 1');
select is(pg_temp.told('logo_contrast', jsonb_build_object('logo', pg_temp.logo(216, '#FFFFFF', '#959595'))), 'fail 49.875', 'a logo of 2.995 : 1');
select is(pg_temp.told('logo_contrast', jsonb_build_object('logo', pg_temp.logo(216, '#FFFFFF', '#959595')), pg_temp.rule('logo_contrast', '{"warn": 2.995, "fail": 2}')), 'pass 100', 'at warn it passes');
select is(pg_temp.told('logo_contrast', '{"logo": null}'), 'not_applicable', 'a template without logo');
select is(pg_temp.told('logo_contrast', jsonb_build_object('logo', pg_temp.logo(216, 'green'))), 'error', 'a logo of an unknown colour');
select is(pg_temp.told('logo_contrast', '{"logo": []}'), 'error', 'a logo that is none');

-- logo_size
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(width))), told, format('a logo of %s of 1080 px', width))
from (values (107, 'fail 49.537'), (108, 'pass 100'), (109, 'pass 100')) v (width, told);
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(215)), '{"logo_rules": {"min_width_share": 0.2}}'), 'fail 49.768', 'the guideline says how large');
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(216)), '{"logo_rules": {"min_width_share": 0.2}}'), 'pass 100', 'and that is enough');
select is(pg_temp.told('logo_size', '{"logo": null}'), 'not_applicable', 'no logo is no small logo');
select is(pg_temp.told('logo_size', '{"logo": null}', '{"logo_rules": {"required": true}}'), 'fail 0', 'but a logo that is required is missing');
select is(pg_temp.told('logo_size', '{"logo": {"layer": "logo"}}', '{"logo_rules": {"required": true}}'), 'error', 'a logo without box');
select is(pg_temp.told('logo_size', '{"width": "1080"}'), 'error', 'a picture without width');

-- prohibited_terms
create function pg_temp.terms(change jsonb, variadic terms text[]) returns text language sql as $$
  select told ->> 'told' || coalesce(': ' || nullif((select string_agg(concat_ws(' ', e ->> 'field', e ->> 'layer', e ->> 'offset', e ->> 'matched'), ', ') from jsonb_array_elements(told -> 'evidence') e), ''), '')
  from pg_temp.judge('prohibited_terms', change, jsonb_build_object('prohibited_terms', to_jsonb(terms))) told
$$;
select is(pg_temp.terms('{"caption": "GRÁTIS today, gratis tomorrow"}', 'gratis'), 'fail 0: caption 0 GRÁTIS, caption 14 gratis', 'in the caption, case and accents folded');
select is(pg_temp.terms('{"alt_text": "a free  shipping sign"}', 'free shipping', 'cure'), 'fail 0: alt_text 2 free  shipping', 'in the alternative text');
select is(pg_temp.terms(jsonb_build_object('texts', jsonb_build_array(pg_temp.words('headline', '#FFFFFF', '#000000', 64, 700, 'The cure!'))), 'cure'), 'fail 0: text headline 4 cure', 'on the picture');
select is(pg_temp.terms('{"caption": "a secure procedure"}', 'cure'), 'pass 100', 'within a word it is another word');
select is(pg_temp.terms('{"caption": "cu re, c-u-r-e"}', 'cure'), 'pass 100', 'letters alone are no term');
select is(pg_temp.terms('{"caption": "cu", "alt_text": "re"}', 'cu re'), 'pass 100', 'no term spans two fields');
select is(pg_temp.terms('{"caption": "100 % sure!!"}', '!!'), 'fail 0: caption 10 !!', 'a term without letters');
select is(pg_temp.terms('{"caption": "", "texts": []}', 'cure'), 'not_applicable', 'no words');
select is(pg_temp.told('prohibited_terms', '{"caption": null}'), 'not_applicable', 'no terms');
select is(pg_temp.terms('{"caption": null}', 'cure'), 'error', 'no caption');
select is(pg_temp.terms('{"texts": [{"layer": "headline"}]}', 'cure'), 'error', 'a text without text');
select is(pg_temp.terms('{"alt_text": 7}', 'cure'), 'error', 'an alternative text that is a number');

-- platform_limits
create function pg_temp.limits(change jsonb) returns text language sql as $$
  select told ->> 'told' || coalesce(': ' || nullif((select string_agg(e ->> 'limit', ', ') from jsonb_array_elements(told -> 'evidence') e), ''), '')
  from pg_temp.judge('platform_limits', change) told
$$;
select is(pg_temp.limits(change), told, 'platform_limits: ' || about)
from (values
  ('{"width": 1079}'::jsonb, 'fail 0: size', 'a pixel too narrow'), ('{"height": 1081}', 'fail 0: size', 'a pixel too high'),
  ('{"bytes": 1000000}', 'pass 100', 'as many bytes as it takes'), ('{"bytes": 1000001}', 'fail 0: bytes', 'a byte too many'),
  ('{"format": "png"}', 'pass 100', 'another format that it takes'), ('{"format": "webp"}', 'fail 0: format', 'one that it does not take'),
  ('{"caption": "12345678901234567890"}', 'pass 100', 'a caption as long as it takes'), ('{"caption": "123456789012345678901"}', 'fail 0: caption', 'a character too long'),
  ('{"caption": "#a #b"}', 'pass 100', 'two hashtags'), ('{"caption": "#a #b #c"}', 'fail 0: hashtags', 'three'),
  ('{"caption": "@a"}', 'pass 100', 'a mention'), ('{"caption": "@a @b"}', 'fail 0: mentions', 'two'),
  ('{"alt_text": "1234567890"}', 'pass 100', 'an alternative text as long as it takes'), ('{"alt_text": "12345678901"}', 'fail 0: alt_text', 'one too long'),
  (pg_temp.placed('{"alt_text_required": true}'), 'fail 0: alt_text_required', 'none where one is required'),
  (pg_temp.placed('{"alt_text_required": true}') || '{"alt_text": " "}', 'fail 0: alt_text_required', 'a blank one'),
  (pg_temp.placed('{"caption_limit": 0, "hashtag_limit": 0}') || '{"width": 1, "format": "webp", "caption": "#a"}', 'fail 0: size, format, caption, hashtags', 'all that are broken'),
  (pg_temp.placed('{"caption_limit": 4, "caption_unit": "weighted"}') || '{"caption": "日本"}', 'pass 100', 'the caption is counted as the platform does'),
  (pg_temp.placed('{"caption_limit": 3, "caption_unit": "weighted"}') || '{"caption": "日本"}', 'fail 0: caption', 'and can be too long by that')
) v (change, told, about);
select is(pg_temp.limits(pg_temp.placed('{"x": 1}') #- array['placement', key]), 'error', 'platform_limits: no ' || key)
from unnest(array['max_bytes', 'caption_unit', 'alt_text_required']) key;
select is(pg_temp.judge('platform_limits', '{"bytes": "many", "placement": {"formats": 1}}') ->> 'message' ~ '^The measurement lacks, or has in a wrong form: bytes, placement.platform, .*placement.formats', true, 'an error names each key');

select * from finish();
rollback;
