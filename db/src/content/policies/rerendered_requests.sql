grant select, insert, update on content.rerendered_requests to vp_definer;

create policy definer__all on content.rerendered_requests for all to vp_definer using (true) with check (true);
