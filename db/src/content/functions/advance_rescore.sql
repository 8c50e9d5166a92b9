create function content.advance_rescore(organization_id uuid, job_id uuid, step_size int default 500) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := organization_id;
  job system.background_jobs;
  guideline brand.brand_guidelines;
  ids uuid[];
  before jsonb;
  done jsonb;
begin
  perform system.act_for_job(tenant, job_id);
  select j.* into job from system.background_jobs j where j.organization_id = tenant and j.id = job_id for no key update;
  -- Cancelled meanwhile, or gone on with by another worker.
  if job.state <> 'running' then
    return 'stop';
  end if;
  done := coalesce(job.result, jsonb_build_object('total', (select count(*) from content.scored_variants(tenant, job.payload, null, null)),
    'judged', 0, 'newly_failing', 0, 'newly_passing', 0));
  -- Another version may not come into force between the look at this one and the scores by it.
  select g.* into guideline from brand.brand_guidelines g
  where g.organization_id = tenant and g.id = (job.payload ->> 'brand_guideline_id')::uuid for share;
  if guideline.status <> 'active' then
    perform system.end_job(tenant, job.id, 'cancelled', format('Version %s is not active any more. %s of %s variants had been scored under it.',
      guideline.version, done ->> 'judged', done ->> 'total'));
    return 'stop';
  end if;

  ids := array(select r from content.scored_variants(tenant, job.payload, (job.payload ->> 'after')::uuid, step_size) r);
  select jsonb_object_agg(v.id, v.verdict) into before from content.asset_variants v where v.organization_id = tenant and v.id = any(ids);
  perform content.score_variants(tenant, ids, true);
  select done || jsonb_build_object('judged', (done ->> 'judged')::bigint + count(*),
    'newly_failing', (done ->> 'newly_failing')::bigint + count(*) filter (where before ->> v.id::text in ('pass', 'warn') and v.verdict = 'fail'),
    'newly_passing', (done ->> 'newly_passing')::bigint + count(*) filter (where before ->> v.id::text in ('warn', 'fail') and v.verdict = 'pass'))
  into done
  from content.asset_variants v
  where v.organization_id = tenant and v.id = any(ids);
  perform system.save_job(tenant, job.id, least(99, 100 * (done ->> 'judged')::bigint / greatest(1, (done ->> 'total')::bigint))::int,
    jsonb_build_object('after', coalesce(ids[cardinality(ids)]::text, job.payload ->> 'after')), done);
  if cardinality(ids) = step_size then
    return 'continue';
  end if;
  perform system.end_job(tenant, job.id, 'succeeded');
  return 'stop';
end $$;
comment on function content.advance_rescore(uuid, uuid, int) is
  'Scores the next step_size variants of a rescore_variants job under its guideline, and tells how far it is: continue or stop. In one transaction: a worker
that dies has done all of it or nothing. What somebody has decided stays decided, and what is published stays published: only score and verdict change, the
decision keeps the result that it was made on, and who reviews sees the new one. A variant that had failed goes to review as if it were scored for the first time.';
grant execute on function content.advance_rescore(uuid, uuid, int) to vp_worker;
