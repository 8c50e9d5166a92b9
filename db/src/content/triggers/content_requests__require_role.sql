create trigger content_requests__require_role before insert or update on content.content_requests
  for each statement execute function identity.require_role('editor');
