create function identity.stay_revoked() returns trigger
  language plpgsql set search_path = '' as $$
begin
  if old.revoked_at is not null and new.revoked_at is distinct from old.revoked_at then
    perform core.raise('VP202', 'What was revoked stays revoked.', 'Make another one.');
  end if;
  return new;
end $$;
comment on function identity.stay_revoked() is 'Trigger: a key or an invitation that was revoked does not come back. Raises VP202.';
