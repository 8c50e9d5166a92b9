create trigger content_templates__require_role before insert or update on brand.content_templates
  for each statement execute function identity.require_role('editor');
