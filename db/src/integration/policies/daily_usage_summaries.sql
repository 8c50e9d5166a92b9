grant select on integration.daily_usage_summaries to vp_member;
grant select, insert, update, delete on integration.daily_usage_summaries to vp_definer;

create policy vp_member__select on integration.daily_usage_summaries for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on integration.daily_usage_summaries for all to vp_definer using (true) with check (true);
