create function content.content_templates__placements() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  place record;
  faults text;
begin
  -- One at a time: planned for a hundred at once, as many as PostgreSQL expects, it would be compiled for seconds.
  for place in
    select o.key, p.platform, brand.override_layout(new.layout, array[brand.shape_class(p.width, p.height), o.key], '{}') as layout
    from jsonb_object_keys(coalesce(new.layout -> 'overrides', '{}')) o (key)
    left join content.platform_placements p on p.platform = split_part(o.key, '/', 1) and p.placement = split_part(o.key, '/', 2)
    where o.key ~ '/'
    order by o.key
  loop
    if place.platform is null then
      faults := concat_ws(' ', faults, format('overrides.%s: there is no such placement.', place.key));
    else
      faults := concat_ws(' ', faults, (
        select string_agg(distinct format('In %s: %s', place.key, e.fault), ' ') from brand.layout_errors(place.layout) e (fault)));
    end if;
  end loop;
  if faults <> '' then
    perform core.raise('VP201', 'The layout is not valid: ' || faults, 'GET /platform_placements lists the placements.');
  end if;
  return new;
end $$;
comment on function content.content_templates__placements() is
  'Trigger: placements that a layout has overrides for are there, and an override goes with that of the placement''s shape.';

-- After content_templates__number, which checks all else.
create trigger content_templates__placements before insert on brand.content_templates
  for each row execute function content.content_templates__placements();
