create function brand.content_templates__number() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  perform brand.check_layout(new.layout);
  -- Two versions made at once queue up, so that their numbers differ.
  perform pg_advisory_xact_lock(hashtextextended('content_templates ' || new.organization_id || ' ' || new.slug, 0));
  select coalesce(max(t.version), 0) + 1 into new.version
  from brand.content_templates t
  where t.organization_id = new.organization_id and t.slug = new.slug;
  return new;
end $$;
comment on function brand.content_templates__number() is 'Trigger: checks the layout and gives the template its slug''s next version number.';

create trigger content_templates__number before insert on brand.content_templates
  for each row execute function brand.content_templates__number();
