create function core.stamp_creator() returns trigger
  language plpgsql set search_path = '' as $$
begin
  new.created_by := core.user_id();
  return new;
end $$;
comment on function core.stamp_creator() is 'Trigger: created_by is the caller, whatever was sent.';
