create trigger users__touch before update on identity.users
  for each row execute function core.touch();
