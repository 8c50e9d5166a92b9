-- One organisation with one brand, and as many finished variants as bench.variants says, two a request. What was measured differs from
-- variant to variant; triggers are off, so that the rows are just these.
set local session_replication_role = replica;

create function pg_temp.id(kind int, n bigint) returns uuid language sql immutable as $$
  select (lpad(kind::text, 8, '0') || '-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid
$$;

insert into identity.users (id, email, full_name) values (pg_temp.id(1, 1), 'bench@tests.example', 'Bench');
insert into identity.organizations (id, name, slug, created_by) values (pg_temp.id(2, 1), 'Bench', 'bench-scoring', pg_temp.id(1, 1));
insert into identity.user_organizations (organization_id, user_id, role) values (pg_temp.id(2, 1), pg_temp.id(1, 1), 'owner');
insert into brand.brand_profiles (organization_id, id, name) values (pg_temp.id(2, 1), pg_temp.id(3, 1), 'Bench');
insert into brand.brand_guidelines (organization_id, id, brand_profile_id, version, status, palette, forbidden_colors, prohibited_terms, required_terms, logo_rules)
values (pg_temp.id(2, 1), pg_temp.id(4, 1), pg_temp.id(3, 1), 1, 'active',
  '[{"name": "Green", "hex": "#1DB954", "role": "primary"}, {"name": "Black", "hex": "#191414", "role": "neutral"}, {"name": "White", "hex": "#FFFFFF", "role": "neutral"}, {"name": "Coral", "hex": "#FF6F61", "role": "accent"}]',
  '{#FF0000,#0000FF}', '{free,guarantee,cure,cheap,miracle}', '{#ad}', '{"required": true, "ground": "dark", "places": ["top_left", "top_right"]}');
insert into content.platform_placements (platform, placement, name, width, height, formats, max_bytes, caption_limit, hashtag_limit, mention_limit, alt_text_limit, valid_from, source)
values ('bench', 'square', 'Square', 1080, 1080, '{jpeg,png}', 1000000, 2200, 5, 20, 1000, '2020-01-01', 'the bench'), ('bench', 'portrait', 'Portrait', 1080, 1350, '{jpeg,png}', 1000000, 280, null, null, 1000, '2020-01-01', 'the bench');
insert into system.files (organization_id, id, kind, filename, mime_type, bytes, sha256, width, height, state, stored_at)
values (pg_temp.id(2, 1), pg_temp.id(5, 1), 'source', 'source.jpeg', 'image/jpeg', 1000, repeat('aa', 32), 3000, 3000, 'stored', now());

create temporary table made as
select n, (n + 1) / 2 as request, case n % 2 when 0 then 'portrait' else 'square' end as placement from generate_series(1, current_setting('bench.variants')::int) n;
insert into content.content_requests (organization_id, id, brand_profile_id, template_organization_id, content_template_id, title, search_term, placements, status, request_hash, idempotency_key, created_by)
select pg_temp.id(2, 1), pg_temp.id(6, n), pg_temp.id(3, 1), pg_temp.id(2, 1), pg_temp.id(7, 1), 'Request ' || n, 'spring', '{bench/square,bench/portrait}', 'ready', 'none', 'key ' || n, pg_temp.id(1, 1)
from made where n % 2 = 1 or n = 1;
insert into content.asset_variants (organization_id, id, content_request_id, platform, placement, status, file_id, width, height, bytes, format, phash, render_key, template_organization_id, content_template_id, rendered_at, created_by)
select pg_temp.id(2, 1), pg_temp.id(8, n), pg_temp.id(6, request * 2 - 1), 'bench', placement, 'rendered', pg_temp.id(5, 1), 1080, 1080, 1000, 'jpeg', left(md5(n::text), 16), md5(n::text) || md5('bench' || n), pg_temp.id(2, 1), pg_temp.id(7, 1), now(), pg_temp.id(1, 1)
from made;

-- As the worker measures: eight colours, two texts of two lines, a logo, a photograph.
create function pg_temp.hex(value bigint) returns text language sql immutable as $$ select '#' || upper(lpad(to_hex(value % 16777216), 6, '0')) $$;
-- Twenty thousand of them over and over: to make one takes longer than all else.
create temporary table measured as
select n, jsonb_build_object(
  'version', 3, 'width', p.width, 'height', p.height, 'bytes', 200000 + (seed * 7919 % 850000), 'format', 'jpeg',
  'palette', (
    select jsonb_agg(jsonb_build_object('hex', c.hex, 'l', round(lab.l::numeric, 4), 'a', round(lab.a::numeric, 4), 'b', round(lab.b::numeric, 4), 'share', c.share) order by k)
    from (
      select k, case when k = 1 and seed % 3 > 0 then '#1DB954' when k = 2 and seed % 4 > 0 then '#191414' else pg_temp.hex(seed * 104729 * k + 7 * k) end as hex,
        case k when 1 then 0.3 when 2 then 0.2 when 8 then 0.05 else 0.09 end as share
      from generate_series(1, 8) k
    ) c
    cross join lateral core.hex_to_lab(c.hex) lab),
  'texts', (
    select jsonb_agg(jsonb_build_object('layer', t.layer, 'text', t.body, 'box', jsonb_build_object('x', 60, 'y', t.y, 'width', 700 + seed % 200, 'height', t.size * 2), 'font_size', t.size, 'font_weight', t.weight,
      'color', '#FFFFFF', 'overflow', seed % 97 = 0, 'direction', 'ltr', 'fonts', '["Inter"]'::jsonb,
      'worst_background', g.hex, 'worst_region', jsonb_build_object('x', 60, 'y', t.y, 'width', 40, 'height', 30),
      'lines', (select jsonb_agg(jsonb_build_object('box', jsonb_build_object('x', 60, 'y', t.y + 50 * i, 'width', 700, 'height', t.size), 'contrast', 4.51, 'worst_background', g.hex,
        'worst_region', jsonb_build_object('x', 60, 'y', t.y, 'width', 40, 'height', 30))) from generate_series(0, 1) i)))
    from (values ('headline', 'Spring is here, in all its colours', 72, 800, 820), ('subline', 'Everything for balcony and garden, from Monday on', 24, 500, 980)) t (layer, body, size, weight, y)
    cross join lateral (select pg_temp.hex((seed * 31 % 120 + 10) * 65793) as hex) g),
  'logo', jsonb_build_object('layer', 'logo', 'box', jsonb_build_object('x', 50, 'y', 50, 'width', 90 + seed % 150, 'height', 60), 'own', jsonb_build_object('width', 900 + 10 * (seed % 150), 'height', 600),
    'area_share', 0.01, 'color', '#FFFFFF', 'scale', 0.1, 'clear_space', jsonb_build_object('required', 20, 'observed', seed % 40),
    'worst_background', pg_temp.hex((seed * 17 % 180) * 65793), 'worst_region', '{"x": 50, "y": 50, "width": 20, "height": 20}'::jsonb),
  'source', jsonb_build_object('width', 4000, 'height', 3000, 'crop', '{"x": 500, "y": 0, "width": 3000, "height": 3000}'::jsonb, 'scale', round((0.3 + seed % 100 / 80.0)::numeric, 4), 'fill', 'none'),
  'subject', jsonb_build_object('box', '{"x": 300, "y": 100, "width": 500, "height": 600}'::jsonb, 'faces', '[]'::jsonb, 'in_frame', round((1 - seed % 50 / 100.0)::numeric, 4), 'covered', round((seed % 30 / 100.0)::numeric, 4)),
  'sharpness', 812.5, 'banding', 0, 'blockiness', 0.0123, 'encoding', '{"quality": 90, "chroma": "4:4:4"}'::jsonb, 'disclosure', null,
  'safe_zone', case when seed % 11 = 0 then '[{"layer": "headline", "edge": "bottom", "pixels": 12}]' else '[]' end::jsonb,
  'copy', '{"headline": "Spring is here, in all its colours"}'::jsonb,
  'caption', 'Spring is here 🌷 ' || case when seed % 5 = 0 then '' else '#ad ' end || '#spring @garden' || repeat('!', (seed % 6)::int) || case when seed % 50 = 0 then ' The cure for winter.' else '' end, 'alt_text', 'Tulips in a green meadow, at noon',
  'placement', to_jsonb(p) - array['name', 'is_enabled', 'valid_from', 'source'],
  'asset', '{"id": "5", "kind": "stock", "is_ai": false, "is_nsfw": null}'::jsonb, 'licenses', '[]'::jsonb, 'nearest', jsonb_build_object('asset_variant_id', '7', 'distance', seed % 40)) as measured
from made
cross join lateral (select n::bigint * 2654435761 % 1000003 as seed) s
join content.platform_placements p on p.platform = 'bench' and p.placement = made.placement
where n <= 20000;
insert into content.measurements (organization_id, id, asset_variant_id, measured)
select pg_temp.id(2, 1), pg_temp.id(9, made.n), pg_temp.id(8, made.n), m.measured from made join measured m on m.n = (made.n - 1) % 20000 + 1;
analyze content.content_requests, content.asset_variants, content.measurements, brand.brand_guidelines;
