-- include: fixtures/two_tenants.sql
-- include: fixtures/checks.sql
set local search_path = extensions;

select plan(13);

-- logo_presence
select is(pg_temp.told('logo_presence', change, '{"logo_rules": {"required": true}}'), told, 'logo_presence: ' || about)
from (values ('{}'::jsonb, 'pass 100', 'it is there'), ('{"logo": null}', 'fail 0', 'it is not'), ('{"logo": 7}', 'error', 'who knows')) v (change, told, about);
select is(pg_temp.told('logo_presence', '{"logo": null}', guideline), 'not_applicable', 'logo_presence: not required')
from (values ('{}'::jsonb), ('{"logo_rules": {"required": false}}')) v (guideline);

-- logo_size
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(width))), told, format('a logo of %s of 1080 px', width))
from (values (107, 'fail 49.5'), (108, 'pass 100'), (109, 'pass 100')) v (width, told);
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(215)), pg_temp.rule('logo_size', '{"warn": 0.2, "fail": 0.2}')), 'fail 49.75', 'the guideline says how large');
select is(pg_temp.told('logo_size', jsonb_build_object('logo', pg_temp.logo(216)), pg_temp.rule('logo_size', '{"warn": 0.2, "fail": 0.2}')), 'pass 100', 'and that is enough');
select is(pg_temp.told('logo_size', '{"logo": null}'), 'not_applicable', 'no logo is no small logo');
select is(pg_temp.told('logo_size', '{"logo": {"layer": "logo"}}'), 'error', 'a logo without box');
select is(pg_temp.told('logo_size', '{"width": "1080"}'), 'error', 'a picture without width');

select * from finish();
rollback;
