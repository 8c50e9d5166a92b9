create function core.keep() returns trigger
  language plpgsql set search_path = '' as $$
declare
  changed text;
begin
  select string_agg(kept.name, ', ') into changed
  from unnest(tg_argv) kept (name)
  where to_jsonb(new) -> kept.name is distinct from to_jsonb(old) -> kept.name;
  if changed is not null then
    perform core.raise('VP201', format('What a row is does not change: %s.', changed), 'Leave these as they are, or insert another row.');
  end if;
  return new;
end $$;
comment on function core.keep() is
  'Trigger: refuses to change the columns that it is given. An upsert names them again, so they are writable. Raises VP201.';
