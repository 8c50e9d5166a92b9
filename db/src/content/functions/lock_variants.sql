create function content.lock_variants(organization_id uuid, asset_variant_ids uuid[]) returns uuid[]
  language plpgsql volatile security definer set search_path = '' set plan_cache_mode = force_generic_plan as $$
declare
  found_ids constant uuid[] := array(
    select v.id from content.asset_variants v
    where v.organization_id = lock_variants.organization_id and v.id = any(asset_variant_ids)
    order by v.id for no key update);
  unknown constant text := (
    select string_agg(w.id::text, ', ') from unnest(asset_variant_ids) w (id)
    where not exists (select from unnest(found_ids) f (id) where f.id = w.id));
begin
  if unknown is not null then
    perform core.raise('VP200', 'There is no such asset variant.', 'GET /asset_variants lists those there are.', unknown);
  end if;
  return found_ids;
end $$;
comment on function content.lock_variants(uuid, uuid[]) is
  'Locks variants in the order of id, so that two bulk changes do not wait for each other, and returns their ids. Raises VP200 with those that are not there.';
