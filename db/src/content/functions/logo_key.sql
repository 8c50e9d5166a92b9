create function content.logo_key(organization_id uuid, brand_profile_id uuid) returns text
  language sql stable security definer set search_path = '' as $$
  select f.storage_key
  from brand.brand_assets a
  join system.files f on f.organization_id = a.organization_id and f.id = a.file_id
  where a.organization_id = logo_key.organization_id and a.brand_profile_id = logo_key.brand_profile_id
    and a.kind = 'logo' and a.is_default and a.status = 'active' and f.state = 'stored'
$$;
comment on function content.logo_key(uuid, uuid) is 'Where the brand''s logo is stored; null when it has none.';
