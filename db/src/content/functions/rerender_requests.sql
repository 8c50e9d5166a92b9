create function content.rerender_requests(organization_id uuid, job_id uuid, target jsonb, content_request_ids uuid[]) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := organization_id;
  fit uuid[];
  touched uuid[];
begin
  perform from content.content_requests r
  where r.organization_id = tenant and r.id = any(content_request_ids)
  order by r.id for no key update;

  -- As it is now: somebody may have edited since it was listed.
  with plan as materialized (
    select p.content_request_id, array_agg(p.asset_variant_id) filter (where p.effect = 'revise') as revised, bool_or(p.effect = 'unfit') as is_unfit
    from content.plan_rerender(tenant, target, content_request_ids) p
    group by p.content_request_id
  ), outcome as (
    update content.rerendered_requests q
    set touched = coalesce(cardinality(p.revised), 0),
      state = case when p.content_request_id is null then 'kept' when p.is_unfit then 'unfit' when p.revised is null then 'done' else 'rendering' end
    from unnest(content_request_ids) chosen (id)
    left join plan p on p.content_request_id = chosen.id
    where q.organization_id = tenant and q.background_job_id = job_id and q.content_request_id = chosen.id
    returning q.content_request_id, q.state
  )
  select array_agg(o.content_request_id),
    array(select v from plan p cross join unnest(p.revised) v where not p.is_unfit order by v)
  into fit, touched
  from outcome o
  where o.state in ('rendering', 'done');

  if target ? 'content_template_id' then
    update content.content_requests r
    set template_organization_id = (target ->> 'template_organization_id')::uuid, content_template_id = (target ->> 'content_template_id')::uuid
    where r.organization_id = tenant and r.id = any(fit);
  end if;
  -- A worker may be at these as they were: what it hands back is of no use.
  update content.asset_variants v set render_key = null
  where v.organization_id = tenant and v.content_request_id = any(fit) and v.is_current and v.status = 'pending';
  if touched <> '{}' then
    perform content.revise_variants(tenant, touched);
  end if;
end $$;
comment on function content.rerender_requests(uuid, uuid, jsonb, uuid[]) is
  'Moves requests of a re-render to its template version, gives their touched variants new revisions, and queues their rendering.';
