begin;
set local search_path = extensions;

select plan(45);

create temporary table pair (background text, foreground text, ratio numeric);
insert into pair values
  ('FFFFFF', '000000', 21.0000),
  ('FFFFFF', '595959', 7.0047),
  ('FFFFFF', '5A5A5A', 6.8969),
  ('FFFFFF', '767676', 4.5422),
  ('FFFFFF', '777777', 4.4781),
  ('FFFFFF', '949494', 3.0335),
  ('FFFFFF', '959595', 2.9953),
  ('FFFFFF', 'FF0000', 3.9985),
  ('FFFFFF', '0000FF', 8.5925),
  ('FFFFFF', '00FF00', 1.3722),
  ('FFFFFF', 'FFFF00', 1.0738),
  ('FFFFFF', '808080', 3.9494),
  ('FFFFFF', '1DA1F2', 2.8255),
  ('FFFFFF', '0A66C2', 5.6873),
  ('FFFFFF', 'FFFFFF', 1.0000),
  ('000000', '0000FF', 2.4440);

select is(
  round(core.contrast_ratio(pair.background, pair.foreground)::numeric, 4),
  pair.ratio,
  format('%s on %s', pair.foreground, pair.background)
)
from pair;

select is(
  round(core.contrast_ratio(pair.foreground, pair.background)::numeric, 4),
  pair.ratio,
  format('%s on %s', pair.background, pair.foreground)
)
from pair;

select is(core.relative_luminance('#000000'), 0::float8, 'black has luminance 0');
select is(round(core.relative_luminance('#FFFFFF')::numeric, 12), 1.000000000000, 'white has luminance 1');
select is(round(core.relative_luminance('#FF0000')::numeric, 12), 0.212600000000, 'red has luminance 0.2126');
select is(round(core.relative_luminance('#00ff00')::numeric, 12), 0.715200000000, 'green has luminance 0.7152');
select is(round(core.relative_luminance('0000FF')::numeric, 12), 0.072200000000, 'blue has luminance 0.0722');
select is(round(core.srgb_to_linear(10)::numeric, 8), 0.00303527, 'the last channel value on the straight part of the curve');
select is(round(core.srgb_to_linear(11)::numeric, 8), 0.00334654, 'the first channel value on the bent part of the curve');
select is(core.contrast_ratio('#FFFFFF', null), null, 'the contrast with an unknown colour is unknown');
select throws_ok(
  $$select core.contrast_ratio('#FFFFFF', '#12345')$$,
  '22023', 'invalid colour ''#12345''', 'contrast_ratio refuses a bad second colour'
);
select throws_ok(
  $$select core.contrast_ratio('white', '#123456')$$,
  '22023', 'invalid colour ''white''', 'contrast_ratio refuses a bad first colour'
);

select is(
  (
    select array_agg(p.proname::text order by p.proname)
    from pg_proc as p
    where p.pronamespace = 'core'::regnamespace
      and p.proname in (
        'ciede2000', 'color_distance', 'contrast_ratio', 'hex_to_lab', 'hex_to_rgb', 'relative_luminance', 'srgb_to_linear'
      )
      and p.provolatile = 'i'
      and p.proparallel = 's'
      and has_function_privilege(caller.name, p.oid, 'execute')
  ),
  array[
    'ciede2000', 'color_distance', 'contrast_ratio', 'hex_to_lab', 'hex_to_rgb', 'relative_luminance', 'srgb_to_linear'
  ],
  format('the colour functions are immutable, parallel safe and callable by %s', caller.name)
)
from (values ('vp_definer'), ('vp_member'), ('vp_worker')) as caller (name);

select * from finish();
rollback;
