create function api.rescore_variants(brand_guideline_id uuid, filters jsonb default '{}') returns setof api.background_jobs
  language plpgsql volatile set search_path = '' as $$
declare
  job constant uuid := content.start_rescore(brand_guideline_id, filters);
begin
  return query select j.* from api.background_jobs j where j.organization_id = identity.org_id() and j.id = job;
end $$;
comment on function api.rescore_variants is 'Score variants again under the active guideline (editor)
Activating a version leaves scores as they are; this brings them up to date. All current variants of the brand that another version or earlier checks scored, or of these the ones that filters say: platforms, placements (instagram/story), content_request_ids, statuses, verdicts (lists), scored_from, scored_to; same_version: true takes those too that this version has scored. Nothing is measured anew: what was observed is judged again. Each gets a new compliance result, earlier ones stay readable. Reviews that are decided stay decided, each on the score that it was decided on; what is published stays published; what had failed and does not any more goes to review, if the organisation submits when scored. Answers the background job: progress and result say how far it is and how many newly fail and pass; cancel_job stops it; called again it goes on where it was stopped. Errors: VP103 (403), VP200 (404), VP201 (422: filters), VP202 (409: not active, or under way with other filters).';
grant execute on function api.rescore_variants to vp_member;
