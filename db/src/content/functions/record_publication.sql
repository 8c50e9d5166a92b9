create function content.record_publication(asset_variant_id uuid, external_id text, url text, published_at timestamptz) returns uuid
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := identity.require_org('editor');
  variant content.asset_variants;
  known content.publications;
  publication_id uuid;
begin
  variant := content.lock_variant(tenant, asset_variant_id);
  if coalesce(btrim(external_id), '') = '' then
    perform core.raise('VP201', 'external_id is missing.', 'Send the id that the platform gave the post.');
  end if;
  if published_at > now() + interval '5 minutes' then
    perform core.raise('VP201', 'published_at is in the future.', 'Record a publication once it has happened.');
  end if;
  -- No platform is as old, and the first days there are cannot be told in every time zone.
  if published_at < '2000-01-01T00:00:00Z' then
    perform core.raise('VP201', 'published_at is before 2000.', 'Send when it was published, as 2026-07-01T09:00:00Z.');
  end if;
  select p.* into known
  from content.publications p
  where p.organization_id = tenant and p.platform = variant.platform and p.external_id = record_publication.external_id;
  if known.asset_variant_id = variant.id then
    return known.id;
  end if;
  if known.id is not null then
    perform core.raise('VP208', format('The post %s on %s is recorded for another variant.', external_id, variant.platform),
      format('GET /publications?id=eq.%s shows it.', known.id));
  end if;
  if variant.status <> 'published' then
    perform content.transition_variants(tenant, array[variant.id], 'published');
  end if;
  insert into content.publications (organization_id, asset_variant_id, platform, external_id, url, published_at, recorded_by)
  values (tenant, variant.id, variant.platform, record_publication.external_id, record_publication.url,
    coalesce(record_publication.published_at, now()), core.user_id())
  returning id into publication_id;
  return publication_id;
end $$;
comment on function content.record_publication(uuid, text, text, timestamptz) is
  'Records where an approved variant was published (editor); a repeat returns the same publication. Raises VP103, VP200, VP201, VP202, VP208.';
grant execute on function content.record_publication(uuid, text, text, timestamptz) to vp_member;
