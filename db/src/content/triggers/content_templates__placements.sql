create function content.content_templates__placements() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  faults text;
begin
  select string_agg(distinct fault, ' ') into faults
  from jsonb_object_keys(coalesce(new.layout -> 'overrides', '{}')) o (key)
  left join content.platform_placements p on p.platform = split_part(o.key, '/', 1) and p.placement = split_part(o.key, '/', 2)
  cross join lateral (
    select format('overrides.%s: there is no such placement.', o.key) as fault where p.platform is null
    union all
    select format('In %s: %s', o.key, e.fault)
    from brand.layout_errors(brand.override_layout(new.layout, array[brand.shape_class(p.width, p.height), o.key], '{}')) e (fault)
    where p.platform is not null
  ) told
  where o.key ~ '/';
  if faults is not null then
    perform core.raise('VP201', 'The layout is not valid: ' || faults, 'GET /platform_placements lists the placements.');
  end if;
  return new;
end $$;
comment on function content.content_templates__placements() is
  'Trigger: placements that a layout has overrides for are there, and an override goes with that of the placement''s shape.';

-- After content_templates__number, which checks all else.
create trigger content_templates__placements before insert on brand.content_templates
  for each row execute function content.content_templates__placements();
