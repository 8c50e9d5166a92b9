grant select on analytics.user_activity_logs to vp_member;
grant select, insert on analytics.user_activity_logs to vp_definer;

create policy vp_member__select on analytics.user_activity_logs for select to vp_member
  using (organization_id = (select identity.org_id('admin')));
create policy definer__all on analytics.user_activity_logs for all to vp_definer using (true) with check (true);
