create function content.lock_variant(organization_id uuid, asset_variant_id uuid) returns content.asset_variants
  language plpgsql volatile security definer set search_path = '' as $$
declare
  variant content.asset_variants;
begin
  perform from content.content_requests r
  where r.organization_id = lock_variant.organization_id
    and r.id = (select v.content_request_id from content.asset_variants v
                where v.organization_id = lock_variant.organization_id and v.id = lock_variant.asset_variant_id)
  for no key update;
  select v.* into variant
  from content.asset_variants v
  where v.organization_id = lock_variant.organization_id and v.id = lock_variant.asset_variant_id
  for no key update;
  if variant.id is null then
    perform core.raise('VP200', 'There is no such asset variant.', 'GET /asset_variants lists those there are.');
  end if;
  return variant;
end $$;
comment on function content.lock_variant(uuid, uuid) is
  'A variant, locked after its request: in this order everywhere, so that nobody waits in a circle. Raises VP200.';
