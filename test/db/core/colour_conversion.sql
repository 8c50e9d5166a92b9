begin;
set local search_path = extensions;

select plan(30);

select is(
  (round(lab.l::numeric, 4), round(lab.a::numeric, 4), round(lab.b::numeric, 4))::text,
  (colour.l, colour.a, colour.b)::text,
  format('%s in Lab', colour.hex)
)
from (values
  ('FF0000', 53.2408, 80.0925, 67.2032),
  ('00FF00', 87.7347, -86.1827, 83.1793),
  ('0000FF', 32.2970, 79.1875, -107.8602),
  ('FFFF00', 97.1393, -21.5537, 94.4780),
  ('00FFFF', 91.1132, -48.0875, -14.1312),
  ('FF00FF', 60.3242, 98.2343, -60.8249),
  ('808080', 53.5850, 0.0000, 0.0000),
  ('FFFFFF', 100.0000, 0.0000, 0.0000),
  ('000000', 0.0000, 0.0000, 0.0000),
  ('0A66C2', 43.4488, 11.5970, -54.6864),
  ('E60023', 48.1971, 74.5001, 49.4368)
) as colour (hex, l, a, b)
cross join lateral core.hex_to_lab(colour.hex) as lab;

select results_eq(
  $$select l, a, b from core.hex_to_lab('#0a66c2')$$,
  $$select l, a, b from core.hex_to_lab('0A66C2')$$,
  'the number sign and the case of the digits make no difference'
);

create temporary table grey as
select lab.*
from generate_series(0, 255) as value
cross join lateral core.hex_to_lab(repeat(lpad(to_hex(value), 2, '0'), 3)) as lab;

select is(
  (select max(greatest(abs(a), abs(b))) < 1e-9 from grey), true, 'all 256 greys are neutral'
);
select is(
  (select array[min(l), max(l)] from grey), array[0, 100]::float8[], 'lightness stays within 0 and 100'
);
select is(
  (select count(distinct l) from grey), 256::bigint, 'each grey has its own lightness'
);

select is(core.hex_to_rgb('#0aB4ff'), '\x0ab4ff'::bytea, 'hex_to_rgb reads red, green, blue');
select is(core.hex_to_rgb(null), null, 'hex_to_rgb of an unknown colour is unknown');
select is(
  (select count(*) from core.hex_to_lab(null) as lab where lab.l is null and lab.a is null and lab.b is null),
  1::bigint,
  'hex_to_lab of an unknown colour is unknown'
);

select throws_ok(
  format('select * from core.hex_to_lab(%L)', bad.hex),
  '22023',
  format('invalid colour %L', bad.hex),
  format('%s is no colour', to_json(bad.hex))
)
from (values
  (''), ('#'), ('#FFF'), ('#FFFFF'), ('#FFFFFFF'), ('#GGGGGG'), ('##FFFFFF'), (' #FFFFFF'), (E'#FFFFFF\n'), ('red')
) as bad (hex);

select throws_ok(
  $$select core.hex_to_rgb(repeat('F', 100000))$$,
  '22023', format('invalid colour %L', repeat('F', 40)), 'the message quotes the start of an overlong value'
);

create function pg_temp.plan_of(query text) returns text language plpgsql as $$
declare
  line text;
  lines text := '';
begin
  for line in execute 'explain (costs off) ' || query loop
    lines := lines || line || E'\n';
  end loop;
  return lines;
end
$$;

select unalike(
  pg_temp.plan_of($$
    select lab.l from (values ('#1DB954'), ('#191414')) as colour (hex) cross join lateral core.hex_to_lab(colour.hex) as lab
  $$),
  '%Function Scan%',
  'hex_to_lab is inlined'
);

select * from finish();
rollback;
