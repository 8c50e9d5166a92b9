create view api.approval_workflows with (security_invoker = true) as
select w.organization_id, w.id, w.name, w.is_default, w.status, w.created_by, w.metadata, w.created_at, w.updated_at
from approval.approval_workflows w;
comment on view api.approval_workflows is 'Ways of review
For admins to write. The default one takes variants as they are scored; its steps are approval_steps.';
comment on column api.approval_workflows.is_default is 'One active workflow at most is the default.';
comment on column api.approval_workflows.status is 'active or retired. A retired workflow takes no new variants; reviews under way go on.';
alter view api.approval_workflows alter organization_id set default identity.org_id();
alter view api.approval_workflows alter id set default core.uuid_v7();
alter view api.approval_workflows alter is_default set default false;
alter view api.approval_workflows alter status set default 'active';
alter view api.approval_workflows alter created_by set default core.user_id();
alter view api.approval_workflows alter metadata set default '{}';
grant select, insert (organization_id, id, name, is_default, status, metadata), update (id, name, is_default, status, metadata), delete
  on api.approval_workflows to vp_member;
