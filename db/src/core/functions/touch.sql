create function core.touch() returns trigger
  language plpgsql set search_path = '' as $$
begin
  new.updated_at := now();
  return new;
end $$;
comment on function core.touch() is 'Trigger: keeps updated_at.';
