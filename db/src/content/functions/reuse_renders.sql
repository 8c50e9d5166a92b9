create function content.reuse_renders(organization_id uuid, content_request_id uuid, logo text) returns uuid[]
  language plpgsql volatile security definer set search_path = '' as $$
declare
  reused uuid[];
  measured jsonb[];
begin
  with taken as (
    update content.asset_variants v
    set file_id = made.file_id, width = made.width, height = made.height, bytes = made.bytes, format = made.format,
      placeholder = made.placeholder, phash = made.phash, rendered_from = made.id,
      template_organization_id = r.template_organization_id, content_template_id = r.content_template_id, rendered_at = now()
    from content.asset_variants p
    join content.content_requests r on r.organization_id = p.organization_id and r.id = p.content_request_id
    cross join lateral (
      select m.id, m.file_id, m.width, m.height, m.bytes, m.format, m.placeholder, m.phash
      from content.asset_variants m
      where m.organization_id = p.organization_id and m.render_key = p.render_key and m.file_id is not null and m.rendered_from is null
      order by m.id
      limit 1
    ) made
    where p.organization_id = reuse_renders.organization_id and p.content_request_id = reuse_renders.content_request_id and p.status = 'pending'
      and v.organization_id = p.organization_id and v.id = p.id
    returning v.id, v.rendered_from
  )
  select coalesce(array_agg(t.id), '{}'), array_agg(m.measured)
  into reused, measured
  from taken t
  join content.measurements m on m.organization_id = reuse_renders.organization_id and m.asset_variant_id = t.rendered_from;
  if reused <> '{}' then
    perform content.accept_renders(organization_id, content_request_id, reused, measured, logo);
  end if;
  return reused;
end $$;
comment on function content.reuse_renders(uuid, uuid, text) is
  'Gives pending variants of a request, whose render_key is set, the picture and the measurement of a variant of the organisation with the same key. Returns those that got one: they are scored, and cost nothing.';
