-- include: fixtures/two_tenants.sql
begin;
set local search_path = extensions;

select plan(14);

select is(core.hamming_distance('0000000000000000', '0000000000000000'), 0, 'a hash is like itself');
select is(core.hamming_distance('ffffffffffffffff', '0000000000000000'), 64, 'and differs from its opposite in every bit');
select is(core.hamming_distance('8000000000000001', '0000000000000003'), 2, 'bits count wherever they are');
select is(core.hamming_distance('00000000000000ff', null), null, 'what has no hash is neither like nor unlike');

-- The first tenant's variant, and others of other requests at some distance; x is the neighbour's.
create temporary table made (name text primary key, tenant text, request uuid not null default core.uuid_v7(), id uuid,
  placement text not null, is_current boolean not null, phash text);
insert into made (name, tenant, phash, placement, is_current) values
  ('far', 'a', '00000000ffffffff', 'fixture/square', true),
  ('near', 'a', '00000000000000f1', 'fixture/square', true),
  ('same', 'a', '00000000000000f0', 'fixture/square', true),
  ('seven bits away', 'a', '000000000000008f', 'fixture/square', true),
  ('other placement', 'a', '00000000000000f0', 'instagram/story', true),
  ('replaced', 'a', '00000000000000f0', 'fixture/square', false),
  ('not rendered', 'a', null, 'fixture/square', true),
  ('neighbour', 'b', '00000000000000f0', 'fixture/square', true);
insert into content.content_requests
  (organization_id, id, brand_profile_id, template_organization_id, content_template_id, title, search_term, placements, status, request_hash, created_by)
select pg_temp.id(tenant, 1), request, pg_temp.id(tenant, 50), pg_temp.id(tenant, 1), pg_temp.id(tenant, 54), 'Spring', 'spring',
  array[placement], 'ready', name, pg_temp.id(tenant, 13)
from made;
with changed as (
  update content.asset_variants v set phash = m.phash, is_current = m.is_current from made m
  where v.content_request_id = m.request
  returning v.id, m.name)
update made m set id = c.id from changed c where c.name = m.name;
insert into content.asset_variants (organization_id, content_request_id, platform, placement, revision, is_current, status, phash)
select pg_temp.id('a', 1), pg_temp.id('a', 60), 'fixture', 'square', 2, false, 'superseded', '00000000000000f0';
update content.asset_variants set phash = '00000000000000f0' where id in (pg_temp.id('a', 62), pg_temp.id('b', 62));
grant select on made to public;

create function pg_temp.like_it(id uuid, max_distance int default 6) returns text language sql as $$
  select coalesce(string_agg(m.name, ', ' order by s.place), '')
  from api.similar_variants(like_it.id, like_it.max_distance) with ordinality
    s (organization_id, id, content_request_id, platform, placement, revision, is_current, generated_asset_id, status, failure, copy, layer_overrides, caption, alt_text,
      file_id, url, width, height, bytes, format, placeholder, phash, render_key, rendered_from, score, verdict, created_by, created_at, rendered_at, place)
  join made m on m.id = s.id
$$;
select pg_temp.sign_in('a', 'viewer');
select is(pg_temp.like_it(pg_temp.id('a', 62)), 'same, near', 'what looks alike in the same placement, most alike first');
select is(pg_temp.like_it(pg_temp.id('a', 62), 0), 'same', 'the same bit for bit');
select is(pg_temp.like_it(pg_temp.id('a', 62), 32), 'same, near, seven bits away, far', 'or less alike');
select is((select count(*) from api.similar_variants(pg_temp.id('a', 62), 32) where content_request_id = pg_temp.id('a', 60)), 0::bigint,
  'never those of the same request');
select is(pg_temp.like_it((select id from made where name = 'not rendered')), '', 'nothing is like what is not rendered');
select throws_ok(format('select * from api.similar_variants(%L)', pg_temp.id('b', 62)), 'VP200', null, 'another organisation''s variant is unknown');
select throws_ok(format('select * from api.similar_variants(%L, 33)', pg_temp.id('a', 62)), 'VP201', null, 'half of the bits is no likeness');
select throws_ok(format('select * from api.similar_variants(%L, null)', pg_temp.id('a', 62)), 'VP201', null, 'nor is an unknown number');
select is((select format('%s %s', phash, placeholder) from api.asset_variants where id = (select id from made where name = 'near')), '00000000000000f1 ',
  'the hash is there to read');
select pg_temp.sign_out();
select is((select provolatile from pg_proc where oid = 'api.similar_variants'::regproc), 's', 'it is for reading');

select finish();
rollback;
