create function integration.take_rates(
  provider text, operation text, key_id text, plan text, is_question boolean, at timestamptz
) returns timestamptz
  language plpgsql volatile security definer set search_path = '' as $$
-- The conflict target can only be a column.
#variable_conflict use_column
declare
  rate record;
  bucket integration.rate_buckets;
  width numeric;
  passed int;
  taken integration.rate_buckets[] := '{}';
  free_at timestamptz;
begin
  for rate in
    select l.quota, l.scope, l.per, l.calls, case l.scope when 'key' then take_rates.key_id else '' end as scope_id
    from integration.rate_limits l
    where l.provider = take_rates.provider and l.plan in ('any', take_rates.plan)
      and case when l.operations is null then true else take_rates.operation = any (l.operations) and not is_question end
      and l.valid_from <= (at at time zone 'utc')::date and (l.valid_to is null or (at at time zone 'utc')::date < l.valid_to)
    -- Everybody locks the buckets in this order; the one that all share comes last, and is held shortest.
    order by l.scope desc, l.quota, l.per
  loop
    width := extract(epoch from rate.per) / 24;
    insert into integration.rate_buckets (provider, quota, scope, scope_id, per, slot, counts)
    values (take_rates.provider, rate.quota, rate.scope, rate.scope_id, rate.per, floor(extract(epoch from at) / width), array_fill(0, array[25]))
    on conflict (provider, quota, scope, scope_id, per) do nothing;
    select b.* into bucket from integration.rate_buckets b
    where b.provider = take_rates.provider and b.quota = rate.quota and b.scope = rate.scope and b.scope_id = rate.scope_id and b.per = rate.per
    for update;
    passed := least(25, greatest(0, floor(extract(epoch from at) / width) - bucket.slot));
    bucket.slot := greatest(bucket.slot, floor(extract(epoch from at) / width));
    bucket.counts := array_fill(0, array[passed]) || bucket.counts[1:25 - passed];
    if (select sum(n) from unnest(bucket.counts) n) >= rate.calls then
      -- The oldest slots go first, until there is room.
      select greatest(free_at, coalesce(to_timestamp((bucket.slot + min(past)) * width), at + rate.per)) into free_at
      from generate_series(1, 25) past
      where coalesce((select sum(n) from unnest(bucket.counts[1:25 - past]) n), 0) < rate.calls;
    end if;
    bucket.counts[1] := bucket.counts[1] + 1;
    taken := taken || bucket;
  end loop;
  -- All of them, or none.
  update integration.rate_buckets b set slot = t.slot, counts = t.counts
  from unnest(taken) t
  where b.provider = t.provider and b.quota = t.quota and b.scope = t.scope and b.scope_id = t.scope_id and b.per = t.per
    and free_at is null;
  return free_at;
end $$;
comment on function integration.take_rates(text, text, text, text, boolean, timestamptz) is
  'Counts a call against every rate that the provider publishes for it and for the key''s plan, or returns when all of them have room. Never more than the limit in any stretch of its time, whichever worker asks.';
