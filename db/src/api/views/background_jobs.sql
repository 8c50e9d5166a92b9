create view api.background_jobs with (security_invoker = true) as
select j.organization_id, j.id, j.kind, j.subject_id, j.state, j.progress, j.result, j.attempts, j.max_attempts, j.last_error,
  j.priority, j.due_at, j.requested_by, j.created_at, j.dispatched_at, j.started_at, j.wake_at, j.finished_at
from system.background_jobs j;
comment on view api.background_jobs is 'Background jobs
What is done apart from the request: state, progress in percent, attempts and the last error. subject_id is the content request that a job works on; of rerender_variants the template version or the brand, of rescore_variants the guideline version, of simulate_guidelines the brand.';
comment on column api.background_jobs.state is 'queued → dispatched → running → succeeded; waiting while a provider is at work or takes no call, or others have their turn (until wake_at at the latest), then queued again; or failed, needs_attention (a person decides), cancelled.';
grant select on api.background_jobs to vp_member;
