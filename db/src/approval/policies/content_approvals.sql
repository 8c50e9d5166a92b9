grant select on approval.content_approvals to vp_member;
grant select, insert, update on approval.content_approvals to vp_definer;

create policy vp_member__select on approval.content_approvals for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on approval.content_approvals for all to vp_definer using (true) with check (true);
