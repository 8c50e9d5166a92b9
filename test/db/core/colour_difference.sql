begin;
set local search_path = extensions;

select plan(85);

-- The published test pairs of Sharma, Wu and Dalal (2005).
create temporary table pair (
  n integer, l1 float8, a1 float8, b1 float8, l2 float8, a2 float8, b2 float8, delta_e numeric
);
insert into pair values
  (1, 50.0000, 2.6772, -79.7751, 50.0000, 0.0000, -82.7485, 2.0425),
  (2, 50.0000, 3.1571, -77.2803, 50.0000, 0.0000, -82.7485, 2.8615),
  (3, 50.0000, 2.8361, -74.0200, 50.0000, 0.0000, -82.7485, 3.4412),
  (4, 50.0000, -1.3802, -84.2814, 50.0000, 0.0000, -82.7485, 1.0000),
  (5, 50.0000, -1.1848, -84.8006, 50.0000, 0.0000, -82.7485, 1.0000),
  (6, 50.0000, -0.9009, -85.5211, 50.0000, 0.0000, -82.7485, 1.0000),
  (7, 50.0000, 0.0000, 0.0000, 50.0000, -1.0000, 2.0000, 2.3669),
  (8, 50.0000, -1.0000, 2.0000, 50.0000, 0.0000, 0.0000, 2.3669),
  (9, 50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0009, 7.1792),
  (10, 50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0010, 7.1792),
  (11, 50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0011, 7.2195),
  (12, 50.0000, 2.4900, -0.0010, 50.0000, -2.4900, 0.0012, 7.2195),
  (13, 50.0000, -0.0010, 2.4900, 50.0000, 0.0009, -2.4900, 4.8045),
  (14, 50.0000, -0.0010, 2.4900, 50.0000, 0.0010, -2.4900, 4.8045),
  (15, 50.0000, -0.0010, 2.4900, 50.0000, 0.0011, -2.4900, 4.7461),
  (16, 50.0000, 2.5000, 0.0000, 50.0000, 0.0000, -2.5000, 4.3065),
  (17, 50.0000, 2.5000, 0.0000, 73.0000, 25.0000, -18.0000, 27.1492),
  (18, 50.0000, 2.5000, 0.0000, 61.0000, -5.0000, 29.0000, 22.8977),
  (19, 50.0000, 2.5000, 0.0000, 56.0000, -27.0000, -3.0000, 31.9030),
  (20, 50.0000, 2.5000, 0.0000, 58.0000, 24.0000, 15.0000, 19.4535),
  (21, 50.0000, 2.5000, 0.0000, 50.0000, 3.1736, 0.5854, 1.0000),
  (22, 50.0000, 2.5000, 0.0000, 50.0000, 3.2972, 0.0000, 1.0000),
  (23, 50.0000, 2.5000, 0.0000, 50.0000, 1.8634, 0.5757, 1.0000),
  (24, 50.0000, 2.5000, 0.0000, 50.0000, 3.2592, 0.3350, 1.0000),
  (25, 60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
  (26, 63.0109, -31.0961, -5.8663, 62.8187, -29.7946, -4.0864, 1.2630),
  (27, 61.2901, 3.7196, -5.3901, 61.4292, 2.2480, -4.9620, 1.8731),
  (28, 35.0831, -44.1164, 3.7933, 35.0232, -40.0716, 1.5901, 1.8645),
  (29, 22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373),
  (30, 36.4612, 47.8580, 18.3852, 36.2715, 50.5065, 21.2231, 1.4146),
  (31, 90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441),
  (32, 90.9257, -0.5406, -0.9208, 88.6381, -0.8985, -0.7239, 1.5381),
  (33, 6.7747, -0.2908, -2.4247, 5.8714, -0.0985, -2.2286, 0.6377),
  (34, 2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082);

select is(round(d.delta_e::numeric, 4), pair.delta_e, format('pair %s', pair.n))
from pair
cross join lateral core.ciede2000(pair.l1, pair.a1, pair.b1, pair.l2, pair.a2, pair.b2) as d
order by pair.n;

select is(round(d.delta_e::numeric, 4), pair.delta_e, format('pair %s the other way round', pair.n))
from pair
cross join lateral core.ciede2000(pair.l2, pair.a2, pair.b2, pair.l1, pair.a1, pair.b1) as d
order by pair.n;

select is(
  (
    select max(d.delta_e)
    from pair
    cross join lateral core.ciede2000(pair.l1, pair.a1, pair.b1, pair.l1, pair.a1, pair.b1) as d
  ),
  0::float8,
  'a colour is no distance from itself'
);

select is(
  (select d.delta_e from core.ciede2000(50, 0, 0, 50, 0, 0) as d),
  0::float8,
  'two equal greys, where no hue is defined'
);

select is(
  (
    select array_agg(distinct d.delta_e)
    from (values (0.0::float8, 0.0::float8), ('-0', '-0'), (1e-15, -1e-15), (-1e-60, 1e-200)) as residue (a, b)
    cross join lateral core.ciede2000(50, residue.a, residue.b, 40, 30, -20) as d
  ),
  (select array[d.delta_e] from core.ciede2000(50, 0, 0, 40, 30, -20) as d),
  'rounding residue instead of zero makes no difference, and no underflow'
);

select is(
  (select round(d.delta_e::numeric, 4) from core.ciede2000(1e-300, 1e-300, 1e-300, 100, -1e-300, 1e-300) as d),
  100.0000,
  'black against white with residue everywhere'
);

-- Exactly opposite hues are 180 degrees apart: their mean is the plain mean, however atan2 rounds.
select is(
  round(d.delta_e::numeric, 4),
  opposite.delta_e,
  format('opposite hues of (%s, %s)', opposite.a, opposite.b)
)
from (values
  (1, -37, 49.1246),
  (-40, 6, 51.3674),
  (-40, 15, 46.4968)
) as opposite (a, b, delta_e)
cross join lateral core.ciede2000(50, opposite.a, opposite.b, 60, -opposite.a, -opposite.b) as d;

select is(
  (select count(*) from core.ciede2000(50, null, 0, 50, 0, 0) as d where d.delta_e is null),
  1::bigint,
  'an unknown coordinate makes the difference unknown'
);

select is(core.color_distance('#1DB954', '1db954'), 0::float8, 'color_distance of one colour in two spellings');
select is(round(core.color_distance('#000000', '#FFFFFF')::numeric, 4), 100.0000, 'color_distance of black and white');
select is(
  core.color_distance('#1DB954', '#0A66C2'),
  (
    select d.delta_e
    from core.hex_to_lab('#1DB954') as x
    cross join core.hex_to_lab('#0A66C2') as y
    cross join lateral core.ciede2000(x.l, x.a, x.b, y.l, y.a, y.b) as d
  ),
  'color_distance is ciede2000 of the two Lab colours'
);

-- One colour and several others.
create temporary table other as
select array_agg(core.to_lab_color(l, a, b, l || ' ' || a || ' ' || b, 'at lightness ' || l) order by l, a, b) as colors
from generate_series(0, 100, 10) l cross join generate_series(-100, 100, 50) a cross join generate_series(-100, 100, 50) b;
select set_eq(
  'select d.* from other cross join lateral core.ciede2000_to(41, 12, -30, colors) d',
  'select o.hex, o.name, d.delta_e from other cross join unnest(colors) o cross join lateral core.ciede2000(41, 12, -30, o.l, o.a, o.b) d',
  'ciede2000_to answers each of several others'
);
select bag_eq(
  'select r, d.hex from other cross join generate_series(0, 60, 5) r cross join lateral core.ciede2000_to(41, 12, -30, colors, r) d where d.delta_e <= r',
  'select r, d.hex from other cross join generate_series(0, 60, 5) r cross join lateral core.ciede2000_to(41, 12, -30, colors) d where d.delta_e <= r',
  'all that are as near as reach'
);
select ok(
  (select count(*) < 200 from other cross join lateral core.ciede2000_to(41, 12, -30, colors, 10) d),
  'and not many more'
);
select throws_ok(
  $$select core.color_distance('#1DB954', 'green')$$,
  '22023', 'invalid colour ''green''', 'color_distance refuses a name'
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

select alike(pg_temp.plan_of('select * from generate_series(1, 2)'), '%Function Scan on generate_series%', 'a plan names a function it calls');
select unalike(
  pg_temp.plan_of('select d.delta_e from pair cross join lateral core.ciede2000(l1, a1, b1, l2, a2, b2) as d'),
  '%Function Scan on ciede2000%',
  'ciede2000 is inlined'
);

select * from finish();
rollback;
