create trigger brand_guidelines__touch before update on brand.brand_guidelines
  for each row execute function core.touch();
