grant select on integration.spend_months to vp_member;
grant select, insert, update on integration.spend_months to vp_definer;

create policy vp_member__select on integration.spend_months for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy definer__all on integration.spend_months for all to vp_definer using (true) with check (true);
