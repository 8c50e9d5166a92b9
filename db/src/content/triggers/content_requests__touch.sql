create trigger content_requests__touch before update on content.content_requests
  for each row execute function core.touch();
