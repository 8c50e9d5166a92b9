grant select on analytics.content_analytics to vp_member;
grant select, insert on analytics.content_analytics to vp_definer;

create policy vp_member__select on analytics.content_analytics for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on analytics.content_analytics for all to vp_definer using (true) with check (true);
