grant select, insert, update on analytics.review_decisions to vp_definer;

create policy definer__all on analytics.review_decisions for all to vp_definer using (true) with check (true);
