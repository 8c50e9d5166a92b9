begin;
set search_path = extensions, public;
select plan(4);

select throws_ok($$ select core.raise('VP201', 'Unknown filter: x.') $$, 'VP201', 'Unknown filter: x.', 'a message is shown as it is');
select throws_ok($$ select core.raise('VP201', repeat('x', 2000)) $$, 'VP201', repeat('x', 2000), 'up to 2,000 characters');
select throws_ok($$ select core.raise('VP201', repeat('x', 300000)) $$, 'VP201', repeat('x', 1999) || '…', 'a longer one is cut, and says so');
select throws_ok($$ select core.raise('VP999', 'x') $$, 'P0001', 'core.errors() does not list the error code VP999.', 'a code that is not listed is refused');

select * from finish();
rollback;
