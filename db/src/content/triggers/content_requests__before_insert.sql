create function content.content_requests__before_insert() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  -- Row security refuses this one; a reason here would tell about another organisation.
  if core.actor() = 'user' and new.organization_id is distinct from identity.org_id('editor') then
    return new;
  end if;
  if length(new.idempotency_key) not between 1 and 200 then
    perform core.raise('VP201', format('An idempotency_key has 1 to 200 characters, not %s.', length(new.idempotency_key)), 'Send a UUID of your own, the same one when you repeat the request.');
  end if;
  -- retire_guideline waits for this, and then sees the request; or it came first, and there is no guideline any more.
  perform from brand.brand_profiles b where b.organization_id = new.organization_id and b.id = new.brand_profile_id for key share;
  new.template_organization_id := content.validate_request(
    new.organization_id, new.brand_profile_id, new.content_template_id, new.placements, new.sources);
  perform content.validate_design(new.organization_id, new.brand_profile_id, new.template_organization_id, new.content_template_id,
    new.placements, coalesce(new.copy, 'null'), new.layer_overrides);
  if new.sources -> 0 ->> 'type' = 'ai' then
    perform content.build_prompt(new);
  end if;
  new.created_by := core.user_id();
  new.request_hash := content.hash_request(new);
  return new;
end $$;
comment on function content.content_requests__before_insert() is
  'Trigger: checks what a request names before anything is stored, and fills in who asked and what for.';

create trigger content_requests__before_insert before insert on content.content_requests
  for each row execute function content.content_requests__before_insert();
