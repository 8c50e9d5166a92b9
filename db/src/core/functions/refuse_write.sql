create function core.refuse_write() returns trigger
  language plpgsql set search_path = '' as $$
begin
  perform core.raise('VP202', format('%s.%s is only read.', tg_table_schema, tg_table_name), 'Write to what it is made of.');
  return null;
end $$;
comment on function core.refuse_write() is
  'Trigger of a view that is only read: whoever lacks the right to write is told so (403), which PostgreSQL does not look at where no trigger stands. Raises VP202.';
