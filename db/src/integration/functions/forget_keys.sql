create function integration.forget_keys() returns int
  language plpgsql volatile security definer set search_path = '' as $$
declare
  replaced text[];
  gone text[];
begin
  delete from integration.webhook_secrets s where s.expires_at < now() - interval '1 day';
  with forgotten as (
    delete from integration.provider_keys k
    where k.replaced_at < now() - interval '30 days'
      and not exists (
        select from integration.provider_calls c
        where c.organization_id = k.organization_id and c.key_id = k.key_id and c.provider = k.provider
          and c.state in ('sent', 'accepted', 'lost', 'missing'))
    returning k.key_id
  )
  select array_agg(f.key_id) into replaced from forgotten f;
  -- Several organisations may have brought the same key.
  select array_agg(distinct r.key_id) into gone
  from unnest(replaced) r (key_id)
  where not exists (select from integration.provider_keys k where k.key_id = r.key_id);
  delete from integration.foreign_tasks f where f.key_id = any (gone);
  delete from integration.throttles t where t.key_id = any (gone);
  delete from integration.rate_buckets b where b.scope = 'key' and b.scope_id = any (gone);
  return coalesce(cardinality(replaced), 0);
end $$;
comment on function integration.forget_keys() is
  'Deletes webhook secrets that have expired, API keys that were replaced a month ago, and what was remembered of them: lists of tasks, refusals, rates. Those of keys in use do not grow. Returns the number of keys.';
grant execute on function integration.forget_keys() to vp_worker;
