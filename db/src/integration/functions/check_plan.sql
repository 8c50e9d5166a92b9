create function integration.check_plan(organization_id uuid, provider text, operation text, key_id text, day date) returns void
  language plpgsql stable security definer set search_path = '' as $$
declare
  key_plan constant text := integration.plan_of(organization_id, key_id);
begin
  if exists (
    select from integration.rate_limits l
    where l.provider = check_plan.provider and l.plan = key_plan and check_plan.operation = any (l.operations) and l.calls = 0
      and l.valid_from <= check_plan.day and (l.valid_to is null or check_plan.day < l.valid_to))
  then
    perform core.raise('VP202', format('The %s plan of %s has 0 calls of %s a day.', key_plan, provider, operation), format(
      '%sThe setting integration.key_plan says which plan the API key has.', (
        select string_agg(format('The %s plan has %s. ', l.plan, l.calls), '' order by l.plan)
        from integration.rate_limits l
        where l.provider = check_plan.provider and l.plan <> key_plan and check_plan.operation = any (l.operations) and l.calls > 0
          and l.valid_from <= check_plan.day and (l.valid_to is null or check_plan.day < l.valid_to))));
  end if;
end $$;
comment on function integration.check_plan(uuid, text, text, text, date) is
  'Raises VP202, with the figures, for an operation that the plan of an API key does not have.';
grant execute on function integration.check_plan(uuid, text, text, text, date) to vp_definer;
