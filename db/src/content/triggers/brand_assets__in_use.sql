create function content.brand_assets__in_use() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  at_work uuid[];
  usage record;
begin
  -- A worker may be rendering what would show it: what it hands back is of no use. Locked as it locks: requests, so that none is claimed
  -- meanwhile, then their variants, then the asset.
  if old.kind <> 'image' then
    at_work := array(
      select r.id from content.content_requests r
      where r.organization_id = old.organization_id and r.brand_profile_id = old.brand_profile_id and r.status in ('sourcing', 'rendering')
      order by r.id for no key update);
    update content.asset_variants v set render_key = null
    where v.organization_id = old.organization_id and v.content_request_id = any(at_work) and v.is_current and v.status = 'pending' and v.render_key is not null;
  end if;
  -- Waits for renders that are being handed in: each holds a key share of what it shows.
  perform from brand.brand_assets a where a.organization_id = old.organization_id and a.id = old.id for update;
  select coalesce(sum(t.variants), 0)::bigint as variants, count(*) as templates into usage
  from (
    select count(*) as variants
    from content.variant_assets u
    where u.organization_id = old.organization_id and u.brand_asset_id = old.id and u.is_current
    group by u.template_organization_id, u.content_template_id
  ) t;
  if usage.variants > 0 then
    perform core.raise('VP208', format('The %s "%s" is shown by %s, made with %s.', old.kind, old.name,
        core.describe_count(usage.variants, 'variant'), core.describe_count(usage.templates, 'template')),
      case when old.kind = 'image' then 'Archive it: set its status to archived.'
        else 'Archive it, so that no picture takes it any more; or put another in its place, call rerender_brand, and delete it then. preview_replacement says what would be rendered again.' end);
  end if;
  -- What earlier revisions showed.
  delete from content.variant_assets u where u.organization_id = old.organization_id and u.brand_asset_id = old.id;
  return old;
end $$;
comment on function content.brand_assets__in_use() is 'Trigger: an asset that a current variant shows is not deleted (VP208).';

create trigger brand_assets__in_use before delete on brand.brand_assets
  for each row execute function content.brand_assets__in_use();
