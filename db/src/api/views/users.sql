create view api.users with (security_invoker = true) as
select u.id, u.email, u.full_name
from identity.users u;
comment on view api.users is 'People of the organisation
Names and addresses of its members.';
grant select on api.users to vp_member;
