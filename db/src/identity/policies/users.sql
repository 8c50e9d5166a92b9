grant select (id, email, full_name, locale, time_zone, notification_preferences, metadata, created_at, updated_at),
  update (full_name, locale, time_zone, notification_preferences, metadata) on identity.users to vp_member;
grant select, insert, update on identity.users to vp_definer;

-- Members see each other's profiles; people of other organisations are nobody.
create policy vp_member__select on identity.users for select to vp_member
  using (id = (select core.user_id()) or id in (
    select m.user_id from identity.user_organizations m where m.organization_id = (select identity.org_id())));
create policy vp_member__update on identity.users for update to vp_member
  using (id = (select core.user_id()))
  -- A key acts for its maker in one organisation: the maker's own profile is not the key's to write.
  with check (id = (select core.user_id()) and not (select core.claims() ? 'max_role'));
create policy definer__all on identity.users for all to vp_definer using (true) with check (true);
