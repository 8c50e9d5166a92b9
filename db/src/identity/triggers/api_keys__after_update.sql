create function identity.api_keys__after_update() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  update identity.sessions s set revoked_at = now()
  from new_rows k
  where s.organization_id = k.organization_id and s.api_key_id = k.id and k.revoked_at is not null and s.revoked_at is null;
  return null;
end $$;
comment on function identity.api_keys__after_update() is 'Trigger: a key that is revoked ends its sessions at once.';

create trigger api_keys__after_update after update on identity.api_keys
  referencing new table as new_rows for each statement execute function identity.api_keys__after_update();
