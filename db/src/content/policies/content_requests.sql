grant select,
  insert (organization_id, id, brand_profile_id, content_template_id, title, search_term, prompt, sources, copy, layer_overrides, caption, alt_text,
    placements, priority, due_at, idempotency_key, metadata),
  update (title, priority, due_at, metadata) on content.content_requests to vp_member;
grant select, update on content.content_requests to vp_definer;

create policy vp_member__select on content.content_requests for select to vp_member
  using (organization_id = (select identity.org_id()));
create policy vp_member__insert on content.content_requests for insert to vp_member
  with check (organization_id = (select identity.org_id('editor')));
create policy vp_member__update on content.content_requests for update to vp_member
  using (organization_id = (select identity.org_id())) with check (organization_id = (select identity.org_id('editor')));
create policy definer__all on content.content_requests for all to vp_definer using (true) with check (true);
