create function content.advance_simulation(organization_id uuid, job_id uuid, step_size int default 20000) returns text
  language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant constant uuid := organization_id;
  max_worst constant int := 100;
  job system.background_jobs;
  target jsonb;
  proposed brand.brand_guidelines;
  version text;
  after uuid;
  until uuid;
  seen bigint;
  total bigint;
  counted record;
  counts jsonb;
  worst jsonb;
begin
  perform system.act_for_job(tenant, job_id);
  -- Not locked before it is saved: a step may take longer than whoever cancels the job can wait.
  select j.* into job from system.background_jobs j where j.organization_id = tenant and j.id = job_id and j.state = 'running';
  if job.id is null then
    return 'stop';
  end if;
  after := (job.payload ->> 'after')::uuid;
  target := jsonb_build_object('brand_guideline_id', job.payload -> 'brand_guideline_id', 'filters', '{"same_version": true}'::jsonb);
  begin
    proposed := brand.propose_guideline(tenant, job.subject_id, (job.payload ->> 'brand_guideline_id')::uuid, job.payload -> 'changes');
  exception when sqlstate 'VP200' or sqlstate 'VP201' or sqlstate 'VP207' then
    -- Deleted meanwhile, or changed into what could not become active: no other attempt would find it otherwise.
    perform system.end_job(tenant, job.id, 'cancelled', format('There is nothing to simulate any more. %s', sqlerrm));
    return 'stop';
  end;
  version := md5((proposed.palette, proposed.forbidden_colors, proposed.prohibited_terms, proposed.required_terms, proposed.allowed_fonts, proposed.logo_rules, proposed.rules)::text);
  if job.payload ->> 'version' <> version then
    perform system.end_job(tenant, job.id, 'cancelled', format('Version %s was changed when %s of %s variants had been simulated under it.',
      proposed.version, job.result ->> 'judged', job.result ->> 'total'));
    return 'stop';
  end if;
  total := (job.result ->> 'total')::bigint;
  if total is null then
    select count(*) into total from content.scored_variants(tenant, target, null, null);
  end if;
  select count(*), (array_agg(v))[count(*)] into seen, until from content.scored_variants(tenant, target, after, step_size) v;
  counts := coalesce(job.payload -> 'counts', '[]');
  worst := coalesce(job.result -> 'worst', '[]');
  if seen > 0 then
    counted := content.run_simulation(proposed, (job.payload ->> 'scored_from')::timestamptz, (job.payload ->> 'scored_to')::timestamptz, after, until, max_worst);
    -- Added up, so that what is kept does not grow with the steps.
    select jsonb_agg(to_jsonb(c)) into counts
    from (
      select c.before, c.after, sum(c.variants) as variants, sum(c.score_before) as score_before, sum(c.score_after) as score_after
      from jsonb_to_recordset(counts || counted.counts) c (before int, after int, variants bigint, score_before numeric, score_after numeric)
      group by c.before, c.after
    ) c;
    select coalesce(jsonb_agg(w.item), '[]') into worst
    from (
      select w.item from jsonb_array_elements(worst || counted.worst) w (item)
      order by (w.item ->> 'score_after')::numeric nulls first, w.item ->> 'asset_variant_id' limit max_worst
    ) w;
  end if;
  seen := seen + coalesce((job.result ->> 'judged')::bigint, 0);
  -- Cancelled meanwhile, or gone on with by another worker: the next step tells which.
  perform from system.background_jobs j
  where j.organization_id = tenant and j.id = job.id and j.state = 'running' and j.payload = job.payload for no key update;
  if not found then
    return 'continue';
  end if;
  perform system.save_job(tenant, job.id, least(99, 100 * seen / greatest(1, total))::int,
    jsonb_build_object('after', coalesce(until, after), 'counts', counts, 'version', version),
    jsonb_build_object('total', total, 'judged', seen, 'worst', worst) || (select to_jsonb(s) from content.summarize_simulation(counts) s));
  if until is not null then
    return 'continue';
  end if;
  perform system.end_job(tenant, job.id, 'succeeded');
  return 'stop';
end $$;
comment on function content.advance_simulation(uuid, uuid, int) is
  'Simulates the next step_size variants of a simulate_guidelines job and adds them to its result: continue or stop. It holds what content.simulate_guidelines()
answers, of the variants so far, and the 100 worst of those whose score changes. Writes nothing else. Where the draft is changed or deleted on the way, the job is cancelled.';
grant execute on function content.advance_simulation(uuid, uuid, int) to vp_worker;
