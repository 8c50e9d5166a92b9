create function content.claim_render(organization_id uuid, job_id uuid) returns jsonb
  language plpgsql volatile security definer set search_path = '' as $$
declare
  request constant content.content_requests := content.lock_request_of_job(organization_id, job_id);
  reused uuid[];
  claim jsonb;
begin
  if request.status <> 'rendering' then
    return content.stop_job(organization_id, job_id,
      case request.status when 'ready' then 'succeeded' when 'failed' then 'failed' else 'cancelled' end,
      coalesce(request.failure, format('The content request is %s.', request.status)));
  end if;

  with inputs as materialized (
    select v.platform, v.placement, i.*
    from content.asset_variants v
    join content.render_inputs(request.organization_id, array(
      select p.id from content.asset_variants p
      where p.organization_id = request.organization_id and p.content_request_id = request.id and p.status = 'pending')) i
      on i.asset_variant_id = v.id
    where v.organization_id = request.organization_id
  ), keyed as (
    update content.asset_variants v set render_key = i.render_key
    from inputs i
    where v.organization_id = request.organization_id and v.id = i.asset_variant_id
  )
  select jsonb_build_object('action', 'render', 'logo', min(i.logo), 'fonts', (array_agg(i.fonts))[1],
    'variants', coalesce(jsonb_agg(i.picture || jsonb_build_object('asset_variant_id', i.asset_variant_id, 'source', i.source, 'render_key', i.render_key)
      order by i.platform, i.placement), '[]'))
  into claim
  from inputs i;

  reused := content.reuse_renders(request.organization_id, request.id, claim ->> 'logo');
  -- What is the same picture twice is made once: the others take it at the next claim.
  claim := jsonb_set(claim, '{variants}', (
    select coalesce(jsonb_agg(v.variant order by v.n) filter (where v.is_first), '[]')
    from (
      select w.variant, w.n, row_number() over (partition by w.variant ->> 'render_key' order by w.n) = 1 as is_first
      from jsonb_array_elements(claim -> 'variants') with ordinality w (variant, n)
      where (w.variant ->> 'asset_variant_id')::uuid <> all(reused)
    ) v));
  if claim -> 'variants' = '[]' then
    return content.stop_job(organization_id, job_id, 'succeeded', 'Nothing is left to be rendered.');
  end if;
  return claim;
end $$;
comment on function content.claim_render(uuid, uuid) is
  'The pending variants of a render_variants job with what rendering them needs: {action: render, logo, fonts, variants}; each variant with its own concrete layout; files by storage key. Those whose picture the organisation has take that instead. {action: stop, state, reason} when none is left, which ends the job.';
grant execute on function content.claim_render(uuid, uuid) to vp_worker;
