create function content.finish_request(organization_id uuid, content_request_id uuid, reason text default null) returns void
  language plpgsql volatile security definer set search_path = '' as $$
declare
  made record;
begin
  select count(*) filter (where v.status in ('pending', 'rendered')) as open,
    count(*) filter (where v.status = 'failed') as failed,
    count(*) as variants,
    string_agg(format('%s/%s: %s', v.platform, v.placement, v.failure), '; ' order by v.platform, v.placement)
      filter (where v.status = 'failed') as failures
  into made
  from content.asset_variants v
  where v.organization_id = finish_request.organization_id and v.content_request_id = finish_request.content_request_id and v.is_current;
  if made.open > 0 then
    return;
  end if;
  perform content.transition_request(organization_id, content_request_id,
    case when made.failed = made.variants then 'failed' else 'ready' end,
    case
      when made.failed = 0 then null
      when reason is not null then reason
      else format('%s of %s placements failed. %s', made.failed, made.variants, made.failures)
    end);
end $$;
comment on function content.finish_request(uuid, uuid, text) is
  'When nothing of a request is left to be made, it becomes ready, or failed when nothing at all could be made. failure tells what is missing.';
