-- migrate:up

create schema approval;
comment on schema approval is 'Review: workflows, their steps, and the decisions on each variant revision.';
grant usage on schema approval to vp_member, vp_worker, vp_definer, vp_dba;

create table approval.approval_workflows (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  name text not null check (length(btrim(name)) between 1 and 120),
  is_default boolean not null default false,
  status text not null default 'active' check (status in ('active', 'retired')),
  created_by uuid,
  metadata jsonb not null default '{}' check (core.is_metadata(metadata)),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name),
  constraint approval_workflows_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id)
);
create unique index approval_workflows_default_key on approval.approval_workflows (organization_id) where is_default and status = 'active';
create index approval_workflows_created_by_idx on approval.approval_workflows (organization_id, created_by);
comment on table approval.approval_workflows is 'Ways of review. The default one takes variants as they are scored.';
alter table approval.approval_workflows enable row level security;

create table approval.approval_steps (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  approval_workflow_id uuid not null,
  position int not null check (position between 1 and 20),
  name text not null check (length(btrim(name)) between 1 and 120),
  approver_role text not null check (identity.role_rank(approver_role) >= 2),
  requires text not null default 'any_one' check (requires in ('any_one', 'all_of')),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, approval_workflow_id, position),
  constraint approval_steps_workflow_fkey foreign key (organization_id, approval_workflow_id)
    references approval.approval_workflows (organization_id, id) on delete cascade
);
comment on table approval.approval_steps is 'Steps of a workflow, in order of position.';
comment on column approval.approval_steps.requires is
  'any_one: one member of at least approver_role decides. all_of: every member who has exactly approver_role at submission decides.';
alter table approval.approval_steps enable row level security;

create table approval.content_approvals (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  asset_variant_id uuid not null,
  approval_workflow_id uuid not null,
  approval_step_id uuid not null,
  position int not null,
  approver_role text not null check (identity.role_rank(approver_role) >= 2),
  assigned_to uuid,
  status text not null default 'waiting' check (status in ('waiting', 'open', 'approved', 'rejected', 'changes_requested', 'voided')),
  comment text check (length(comment) <= 4000),
  decided_by uuid,
  decided_at timestamptz,
  compliance_result_id uuid,
  opened_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  constraint content_approvals_compliance_result_fkey foreign key (organization_id, compliance_result_id)
    references content.compliance_results (organization_id, id),
  constraint content_approvals_asset_variant_fkey foreign key (organization_id, asset_variant_id)
    references content.asset_variants (organization_id, id),
  constraint content_approvals_workflow_fkey foreign key (organization_id, approval_workflow_id)
    references approval.approval_workflows (organization_id, id),
  constraint content_approvals_step_fkey foreign key (organization_id, approval_step_id)
    references approval.approval_steps (organization_id, id),
  constraint content_approvals_assigned_to_fkey foreign key (organization_id, assigned_to)
    references identity.user_organizations (organization_id, user_id),
  constraint content_approvals_decided_by_fkey foreign key (organization_id, decided_by)
    references identity.user_organizations (organization_id, user_id),
  -- What a comment names beside its variant; also the way from a variant to its approvals.
  unique (organization_id, asset_variant_id, id),
  check ((decided_by is null) = (decided_at is null)),
  check (status not in ('waiting', 'open') or decided_by is null),
  check (status not in ('approved', 'rejected', 'changes_requested') or decided_by is not null),
  check (status <> 'waiting' or opened_at is null),
  check (status <> 'open' or opened_at is not null),
  check (status not in ('rejected', 'changes_requested') or length(btrim(comment)) > 0)
);
create unique index content_approvals_slot_key on approval.content_approvals (organization_id, asset_variant_id, approval_step_id, coalesce(assigned_to, '00000000-0000-0000-0000-000000000000'::uuid))
  where status <> 'voided';
create index content_approvals_open_idx on approval.content_approvals (organization_id, approver_role, opened_at) include (asset_variant_id, assigned_to) where status = 'open';
create index content_approvals_workflow_idx on approval.content_approvals (organization_id, approval_workflow_id);
create index content_approvals_step_idx on approval.content_approvals (organization_id, approval_step_id);
create index content_approvals_assigned_to_idx on approval.content_approvals (organization_id, assigned_to);
create index content_approvals_compliance_result_idx on approval.content_approvals (organization_id, compliance_result_id);
create index content_approvals_decided_by_idx on approval.content_approvals (organization_id, decided_by);
comment on table approval.content_approvals is 'Decisions asked of people: one row a variant revision, step and (for all_of) member.';
comment on column approval.content_approvals.assigned_to is 'The one member who decides (all_of); null: any member of at least approver_role (any_one).';
comment on column approval.content_approvals.compliance_result_id is 'The score that the variant had when it was decided: what the decision agrees with, or overrules.';
comment on column approval.content_approvals.status is
  'waiting: an earlier step is not done. open: to be decided. voided: overtaken by another decision, a new revision or a change of members; who had approved stays readable.';
alter table approval.content_approvals enable row level security;

create table approval.approval_comments (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  asset_variant_id uuid not null,
  content_approval_id uuid,
  author_id uuid not null,
  body text not null check (length(btrim(body)) between 1 and 4000),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  constraint approval_comments_asset_variant_fkey foreign key (organization_id, asset_variant_id)
    references content.asset_variants (organization_id, id),
  constraint approval_comments_content_approval_fkey foreign key (organization_id, asset_variant_id, content_approval_id)
    references approval.content_approvals (organization_id, asset_variant_id, id),
  constraint approval_comments_author_fkey foreign key (organization_id, author_id)
    references identity.user_organizations (organization_id, user_id)
);
create index approval_comments_asset_variant_idx on approval.approval_comments (organization_id, asset_variant_id, id);
create index approval_comments_content_approval_idx on approval.approval_comments (organization_id, asset_variant_id, content_approval_id);
create index approval_comments_author_idx on approval.approval_comments (organization_id, author_id);
comment on table approval.approval_comments is 'What people say about a variant.';
alter table approval.approval_comments enable row level security;

-- What each column holds, where it is not said above.
comment on column approval.approval_workflows.organization_id is 'The organisation that it belongs to.';
comment on column approval.approval_workflows.id is 'The row''s own id.';
comment on column approval.approval_workflows.name is 'What people call it.';
comment on column approval.approval_workflows.is_default is 'Whether scored variants go into it by themselves.';
comment on column approval.approval_workflows.status is 'active or retired.';
comment on column approval.approval_workflows.created_by is 'Who made it; null where no person did.';
comment on column approval.approval_workflows.metadata is 'The client''s own: an object of at most 16 KiB.';
comment on column approval.approval_workflows.created_at is 'When the row was made.';
comment on column approval.approval_workflows.updated_at is 'When it was last changed.';
comment on column approval.approval_steps.organization_id is 'The organisation that it belongs to.';
comment on column approval.approval_steps.id is 'The row''s own id.';
comment on column approval.approval_steps.approval_workflow_id is 'The workflow.';
comment on column approval.approval_steps.position is 'In the workflow, from 1.';
comment on column approval.approval_steps.name is 'What people call it.';
comment on column approval.approval_steps.approver_role is 'The least role that decides.';
comment on column approval.approval_steps.created_at is 'When the row was made.';
comment on column approval.content_approvals.organization_id is 'The organisation that it belongs to.';
comment on column approval.content_approvals.id is 'The row''s own id.';
comment on column approval.content_approvals.asset_variant_id is 'The variant, in one revision.';
comment on column approval.content_approvals.approval_workflow_id is 'The workflow.';
comment on column approval.content_approvals.approval_step_id is 'The step.';
comment on column approval.content_approvals.position is 'Of the step.';
comment on column approval.content_approvals.approver_role is 'Of the step, when the review began.';
comment on column approval.content_approvals.comment is 'The reason that was given.';
comment on column approval.content_approvals.decided_by is 'Who decided.';
comment on column approval.content_approvals.decided_at is 'When.';
comment on column approval.content_approvals.opened_at is 'When it was the approval''s turn.';
comment on column approval.content_approvals.created_at is 'When the row was made.';
comment on column approval.approval_comments.organization_id is 'The organisation that it belongs to.';
comment on column approval.approval_comments.id is 'The row''s own id.';
comment on column approval.approval_comments.asset_variant_id is 'The variant, in one revision.';
comment on column approval.approval_comments.content_approval_id is 'The approval that it is about, if any.';
comment on column approval.approval_comments.author_id is 'Who says it.';
comment on column approval.approval_comments.body is 'What is said.';
comment on column approval.approval_comments.created_at is 'When the row was made.';

-- migrate:down
drop schema approval cascade;
