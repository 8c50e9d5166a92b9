create view api.content_requests with (security_invoker = true) as
select r.organization_id, r.id, r.brand_profile_id, r.template_organization_id, r.content_template_id, r.title, r.search_term, r.prompt,
  r.sources, r.copy, r.layer_overrides, r.caption, r.alt_text, r.placements, r.priority, r.due_at, r.status, r.failure, r.fallback_reason, r.expansion_failure, r.idempotency_key, r.created_by,
  r.metadata, r.created_at, r.updated_at, r.finished_at
from content.content_requests r;
alter view api.content_requests alter organization_id set default identity.org_id();
alter view api.content_requests alter id set default core.uuid_v7();
alter view api.content_requests alter sources set default '[{"type": "stock"}]';
alter view api.content_requests alter copy set default '{}';
alter view api.content_requests alter layer_overrides set default '{}';
alter view api.content_requests alter caption set default '';
alter view api.content_requests alter priority set default 0;
alter view api.content_requests alter metadata set default '{}';
comment on view api.content_requests is 'Content requests
A picture wanted: in these placements, in this brand. POST (one or a list) starts the pipeline; background_jobs with the request''s id as subject_id shows how far it is. The same idempotency_key with the same body answers the request made before and spends nothing; with another body VP203 (409). No upsert: an idempotency_key makes a POST repeatable. Errors: VP201, VP204 (placement), VP205 (template) with 422, VP207 (409: no active guideline).';
comment on column api.content_requests.search_term is 'What to search for at the stock source.';
comment on column api.content_requests.prompt is 'What an AI picture shows; the search term, unless said. The brand''s voice, colours and exclusions are added; generated_assets.prompt shows what was sent.';
comment on column api.content_requests.sources is 'Where the picture comes from: [{"type": "stock"}], optionally with filters: license, orientation, people, people_number, people_age, people_gender, people_ethnicity, period, color, author (id), ai_generated, with order and page, by the provider''s values (a wrong one is told the right ones), or instead with the resource_id of one picture; or [{"type": "ai", "model": "mystic"}], optionally with seed, resolution, improve_prompt (true: the prompt is improved first, which costs) and fallback. Both take expand: where a placement''s shape would crop more than half of the picture away, a model paints it on beyond its edges (true, which costs, once for all tall and once for all wide placements); else, and where that cannot be had, such a placement is filled with the picture itself, blurred, or with the background, as its template says, as far as a crop loses too much.';
comment on column api.content_requests.copy is 'The words on the picture: headline, subline, call_to_action, …, by the template''s variables; colour variables as #RRGGBB.';
comment on column api.content_requests.layer_overrides is 'Changes of the template''s layers by id: {"badge": {"hidden": true}, "headline": {"color": "{{palette.accent}}"}}. Optional layers can be hidden, locked ones not changed; words are in copy. The variants take them over.';
comment on column api.content_requests.placements is 'As platform/placement: instagram/square, instagram/story, facebook/link, …; GET /platform_placements lists them.';
comment on column api.content_requests.template_organization_id is 'Whose template it is: this organisation''s or the shared ones'' owner. Filled in.';
comment on column api.content_requests.priority is '-100 to 100; the higher goes first, then the earlier due_at.';
comment on column api.content_requests.status is 'queued → sourcing → rendering → ready; or failed, needs_attention, cancelled. cancel_content_request and retry_content_request change it.';
comment on column api.content_requests.fallback_reason is 'Why the picture comes from stock, though an AI source was asked for: its source says fallback stock.';
comment on column api.content_requests.expansion_failure is 'Why the picture was not expanded for all placements that need it, though its source says expand.';
comment on column api.content_requests.failure is 'Why it failed, what is missing, or what a person must decide.';
grant select,
  insert (organization_id, id, brand_profile_id, content_template_id, title, search_term, prompt, sources, copy, layer_overrides, caption, alt_text,
    placements, priority, due_at, idempotency_key, metadata),
  update (title, priority, due_at, metadata) on api.content_requests to vp_member;
