create function content.content_requests__after_insert() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  insert into content.asset_variants (organization_id, content_request_id, platform, placement, copy, layer_overrides, caption, alt_text, created_by)
  select r.organization_id, r.id, split_part(wanted.key, '/', 1), split_part(wanted.key, '/', 2), r.copy, r.layer_overrides, r.caption, r.alt_text, r.created_by
  from new_rows r
  cross join lateral unnest(r.placements) with ordinality wanted (key, position)
  order by r.id, wanted.position;
  perform system.create_jobs((
    select jsonb_agg(jsonb_build_object('organization_id', r.organization_id, 'kind', 'source_assets', 'subject_id', r.id,
      'priority', r.priority, 'due_at', r.due_at, 'requested_by', r.created_by) order by r.id)
    from new_rows r));
  return null;
end $$;
comment on function content.content_requests__after_insert() is
  'Trigger: a request starts the pipeline, with a pending variant for each placement and the job that finds the picture.';

create trigger content_requests__after_insert after insert on content.content_requests
  referencing new table as new_rows for each statement execute function content.content_requests__after_insert();
