create function content.validate_placements(placements text[]) returns void
  language plpgsql stable security definer set search_path = '' as $$
declare
  wrong record;
begin
  if coalesce(cardinality(placements), 0) = 0 then
    perform core.raise('VP204', 'A request needs at least one placement.', 'Send placements as platform/placement: GET /platform_placements lists them.');
  end if;
  -- What is wrong is named below: not by the thousand.
  if cardinality(placements) > 40 then
    perform core.raise('VP204', 'A request has at most 40 placements.', 'Make several requests.');
  end if;
  select string_agg(format('"%s"', asked.key), ', ' order by asked.position) as names,
    (select string_agg(distinct near.key, ', ')
     from unnest(array_agg(asked.key)) unknown (key)
     cross join lateral (
       select p.platform || '/' || p.placement as key
       from content.platform_placements p
       where p.is_enabled
       order by extensions.similarity(p.platform || '/' || p.placement, coalesce(unknown.key, '')) desc, p.platform, p.placement
       limit 3) near) as nearest
  into wrong
  from unnest(placements) with ordinality asked (key, position)
  where not exists (
    select from content.platform_placements p
    where p.platform = split_part(asked.key, '/', 1) and p.placement = split_part(asked.key, '/', 2)
      and asked.key = p.platform || '/' || p.placement and p.is_enabled);
  if wrong.names is not null then
    perform core.raise('VP204', format('There is no placement %s.', wrong.names),
      format('Nearest: %s. GET /platform_placements lists all.', wrong.nearest));
  end if;
  select string_agg(twice.key, ', ') as names into wrong
  from (select asked.key from unnest(placements) asked (key) group by asked.key having count(*) > 1) twice;
  if wrong.names is not null then
    perform core.raise('VP204', format('Asked for more than once: %s.', wrong.names), 'Name each placement once.');
  end if;
end $$;
comment on function content.validate_placements(text[]) is
  'Raises VP204 for placements that do not exist or are switched off, naming them and the nearest, and for repeated ones.';
