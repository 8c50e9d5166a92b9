create trigger brand_guidelines__before_delete before delete on brand.brand_guidelines
  for each statement execute function identity.require_role('admin');
