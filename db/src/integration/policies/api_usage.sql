grant select on integration.api_usage to vp_member;
-- xid alone may change: after a restore its numbers are another server's.
grant select, insert, update (xid) on integration.api_usage to vp_definer;

create policy vp_member__select on integration.api_usage for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on integration.api_usage for all to vp_definer using (true) with check (true);
