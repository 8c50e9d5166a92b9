create view api.user_activity_logs with (security_invoker = true) as
select l.organization_id, l.id, l.occurred_at, l.actor, l.user_id, l.database_role, l.action, l.table_name, l.record_id, l.changed
from analytics.user_activity_logs l;
comment on view api.user_activity_logs is 'Who changed what
For admins; append-only. Say a range of occurred_at: it is kept by month.';
comment on column api.user_activity_logs.actor is 'user (a request), worker, dba, or system.';
comment on column api.user_activity_logs.user_id is 'The person: the caller, or the one on whose behalf the worker acted.';
comment on column api.user_activity_logs.record_id is 'The row''s key without its organisation; several columns are joined by a slash.';
comment on column api.user_activity_logs.changed is 'update: {column: {old, new}} of those that changed. delete: the row''s last state. insert: empty.';
comment on column api.user_activity_logs.action is 'insert, update, delete, sign_in or act_as (a DBA acting as a member).';
grant select on api.user_activity_logs to vp_member;
