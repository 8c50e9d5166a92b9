create function content.report_rendered(organization_id uuid, job_id uuid, content_request_id uuid) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  perform system.report_progress(organization_id, job_id, (
    select (100 * count(*) filter (where v.status not in ('pending', 'rendered')) / count(*))::int
    from content.asset_variants v
    where v.organization_id = report_rendered.organization_id and v.content_request_id = report_rendered.content_request_id
      and v.is_current));
  perform content.finish_request(organization_id, content_request_id);
end $$;
comment on function content.report_rendered(uuid, uuid, uuid) is
  'After each variant: how far the job is, and the request''s end when it was the last.';
