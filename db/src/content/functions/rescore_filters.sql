create function content.rescore_filters(filters jsonb) returns jsonb
  language plpgsql stable set search_path = '' as $$
declare
  wanted jsonb := coalesce(nullif(core.read_json('filters', filters), 'null'), '{}');
  faults text;
  field text;
begin
  if jsonb_typeof(wanted) <> 'object' then
    perform core.raise('VP201', 'filters is not an object.', 'Send filters as {"platforms": ["instagram"]}.');
  end if;
  select string_agg(key, ', ' order by key) into faults
  from jsonb_object_keys(wanted) key
  where key not in ('platforms', 'placements', 'content_request_ids', 'statuses', 'verdicts', 'scored_from', 'scored_to', 'same_version');
  if faults is not null then
    perform core.raise('VP201', format('Unknown filter: %s.', faults),
      'Filters: platforms, placements, content_request_ids, statuses, verdicts (lists), scored_from, scored_to (times), same_version (true: also those that this version has scored).');
  end if;
  select string_agg(format('%s must be a list of %s.', f.name, f.known), ' ' order by f.name) into faults
  from (values
    ('platforms', (select string_agg(distinct p.platform, ', ') from content.platform_placements p), array(select p.platform from content.platform_placements p)),
    ('placements', 'names as instagram/story; GET /platform_placements lists them', array(select p.platform || '/' || p.placement from content.platform_placements p)),
    ('statuses', 'scored, in_review, changes_requested, approved, rejected, published', '{scored,in_review,changes_requested,approved,rejected,published}'),
    ('verdicts', 'pass, warn, fail, incomplete', '{pass,warn,fail,incomplete}'),
    ('content_request_ids', 'at most 1000 ids of requests', null)
  ) f (name, known, allowed)
  cross join lateral (select wanted -> f.name as list offset 0) said
  where wanted ? f.name and case
    when core.is_text_list(said.list) and jsonb_array_length(said.list) between 1 and coalesce(cardinality(f.allowed), 1000) then exists (
      select from jsonb_array_elements_text(said.list) item
      where case when f.allowed is null then item !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' else item <> all (f.allowed) end)
    else true
  end;
  if jsonb_typeof(wanted -> 'same_version') <> 'boolean' then
    faults := concat_ws(' ', faults, 'same_version must be true or false.');
  end if;
  -- Times are kept with their zone, and "now" as what it is now: the job reads them later, in a session of its own.
  foreach field in array array(select f from unnest('{scored_from,scored_to}'::text[]) f where wanted ? f) loop
    begin
      wanted := wanted || jsonb_build_object(field, coalesce(wanted ->> field, '')::timestamptz);
    exception when data_exception then
      faults := concat_ws(' ', faults, field || ' must be a time, as 2026-07-01T00:00:00Z.');
    end;
  end loop;
  if faults is not null then
    perform core.raise('VP201', faults, 'Leave a filter out for all variants of the brand.');
  end if;
  perform content.require_period((wanted ->> 'scored_from')::timestamptz, (wanted ->> 'scored_to')::timestamptz);
  return wanted;
end $$;
comment on function content.rescore_filters(jsonb) is 'The filters of a rescoring, an empty object if there are none. Raises VP201 for one that is unknown or of the wrong form.';
grant execute on function content.rescore_filters(jsonb) to vp_definer;
