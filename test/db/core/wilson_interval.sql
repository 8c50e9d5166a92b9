begin;
set local search_path = extensions;
select plan(5);
-- Figures of Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
select results_eq($$ select * from core.wilson_interval(81, 263) $$, $$ values (0.2553, 0.3662) $$, 'a large sample');
select results_eq($$ select * from core.wilson_interval(15, 148) $$, $$ values (0.0624, 0.1605) $$, 'a small share');
select results_eq($$ select * from core.wilson_interval(0, 20) $$, $$ values (0.0000, 0.1611) $$, 'none of twenty');
select results_eq($$ select * from core.wilson_interval(29, 29) $$, $$ values (0.8830, 1.0000) $$, 'all of them');
select results_eq($$ select * from core.wilson_interval(0, 0) $$, $$ values (null::numeric, null::numeric) $$, 'nothing is known without trials');
select * from finish();
rollback;
