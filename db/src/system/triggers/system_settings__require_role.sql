create trigger system_settings__require_role before insert or update or delete on system.system_settings
  for each statement execute function identity.require_role('admin');
