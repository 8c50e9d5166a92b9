begin;
set local search_path = extensions;
select no_plan();

create function pg_temp.price(operation text, request jsonb default '{}') returns numeric language sql as $$
  select trim_scale((integration.price_of('freepik', operation, request, (now() at time zone 'utc')::date)).amount)
$$;
create function pg_temp.enlarge(width int, height int, scale_factor text default '2x') returns numeric language sql as $$
  select pg_temp.price('image_upscaler', jsonb_build_object('width', width, 'height', height, 'scale_factor', scale_factor))
$$;

-- By area: the published examples.
select is(pg_temp.enlarge(width, height, factor), cost, format('%s × %s, %s, costs what is published', width, height, factor))
from (values (640, 480, '2x', 0.1), (640, 480, '4x', 0.4), (640, 480, '8x', 1.6), (1280, 720, '2x', 0.1), (1280, 720, '4x', 0.4),
  (1920, 1080, '2x', 0.2)) example (width, height, factor, cost);
-- To the pixel.
select is(pg_temp.enlarge(921600, 1), 0.1, 'the first step holds a picture of just its size');
select is(pg_temp.enlarge(921601, 1), 0.2, 'a pixel more is the next step');
select is(pg_temp.enlarge(720, 1280), 0.1, 'whichever way it stands');
select is(pg_temp.enlarge(2073600, 1), 0.2, 'so is the second step''s end');
select is(pg_temp.enlarge(2073601, 1), 1.2, 'and the third step''s beginning');
select is(pg_temp.enlarge(2500, 2530), 1.2, 'a result of just the largest size');
select is(pg_temp.price('image_upscaler', '{"width": 640, "height": 480}'), 0.1, 'a picture is doubled unless it is said otherwise');
-- Refused, never free.
select throws_ok(format('select pg_temp.price(%L, %L)', operation, request), 'VP401', null, format('%s %s has no price', operation, request))
from (values ('image_upscaler', '{"width": 2500, "height": 2531}'), ('image_upscaler', '{"width": 5000, "height": 5000}'),
  ('image_upscaler', '{"width": 1920, "height": 1080, "scale_factor": "4x"}'), ('image_upscaler', '{"width": 640, "height": 480, "scale_factor": "3x"}'),
  ('image_upscaler', '{}'), ('image_upscaler', '{"width": 640}'), ('image_upscaler', '{"width": "640", "height": 480}'),
  ('image_upscaler', '{"width": 0, "height": 480}'), ('image_upscaler', '{"width": 640.5, "height": 480}'), ('image_upscaler', '{"width": -640, "height": -480}'),
  ('imagen3', '{"num_images": 0}'), ('imagen3', '{"num_images": 1.5}'), ('imagen3', '{"num_images": "many"}'),
  ('mystic', '{}'), ('mystic', '{"resolution": "8k"}')) bad (operation, request);
create function pg_temp.hint(operation text, request jsonb) returns text language plpgsql as $$
declare
  hint text;
begin
  perform pg_temp.price(operation, request);
exception when others then
  get stacked diagnostics hint = pg_exception_hint;
  return hint;
end $$;
select is(pg_temp.hint('image_upscaler', '{}'),
  'It goes by width and height of the picture sent and scale_factor (2x, 4x, 8x or 16x); the result has at most 25300000 pixels.', 'and it is told what the price goes by');

-- By the picture, and by the resolution.
select is(pg_temp.price('imagen3'), 0.05, 'one picture is wanted unless it is said otherwise');
select is(pg_temp.price('imagen3', '{"num_images": 4}'), 0.2, 'four cost four times as much');
select is(pg_temp.price('classic_text_to_image', '{"num_images": 3}'), 0.03, 'of every model that makes several');
select is(pg_temp.price('flux_dev', '{"num_images": 3}'), 0.02, 'a call is a call');
select is((pg_temp.price('mystic', '{"resolution": "2k"}'), pg_temp.price('mystic', '{"resolution": "4k"}'))::text, '(0.1,0.32)', 'a resolution has its price');
select is(pg_temp.price('image_relight') || ' ' || pg_temp.price('image_style_transfer'), '0.1 0.1', 'an edit has one price');
select is_empty($$ select o.operation from integration.provider_operations o where o.provider = 'freepik' and not exists (
  select from integration.provider_prices p where p.provider = o.provider and p.operation = o.operation) $$, 'whatever can be bought has a price');

-- A new price of one step takes its place, and leaves the others.
insert into integration.provider_prices (provider, operation, unit, max_pixels, max_result_pixels, amount, currency, valid_from, source)
values ('freepik', 'image_upscaler', 'doubling', 2073600, 25300000, 0.3, 'EUR', '2026-01-01', 'test');
select is(array[pg_temp.enlarge(1280, 720), pg_temp.enlarge(1920, 1080), pg_temp.enlarge(2000, 2000)], '{0.1,0.3,1.2}', 'a step changes by itself');
update integration.provider_prices set valid_to = '2026-01-02' where operation = 'image_upscaler' and max_pixels is null;
select throws_ok('select pg_temp.enlarge(2000, 2000)', 'VP401', null, 'and ends by itself');

select * from finish();
rollback;
