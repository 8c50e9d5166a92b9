-- The roles of the cluster, what they may do in this database, and what functions grant by default.
-- Idempotent: every statement first looks whether there is anything to do. Runs as a login with CREATEROLE that owns the
-- database (or as a superuser), on PostgreSQL 15 to 18. Passwords are set by the deploy, from its settings.

do $$
declare
  wanted record;
  present record;
begin
  for wanted in
    select * from (values
      ('vp_owner', 'nologin inherit', 'Owns schemas, tables, views, policies and triggers. Only the deploy runs as it.'),
      ('vp_definer', 'nologin inherit', 'Owns the security definer functions and no table: has just the grants that they need.'),
      ('vp_queue', 'nologin inherit', 'Owns graphile_worker, and the functions that add and remove jobs.'),
      ('vp_anon', 'nologin inherit', 'A REST request without a token.'),
      ('vp_member', 'nologin inherit', 'A REST request with a token.'),
      ('vp_dba', 'nologin inherit', 'Group of the people who may act as a role of an organisation, audited.'),
      ('vp_monitor', 'nologin inherit', 'Group of those who read statistics.'),
      ('vp_authenticator', 'login noinherit', 'PostgREST''s login: becomes vp_anon or vp_member for each request.'),
      ('vp_worker', 'login inherit', 'The worker''s login: the queue, and the functions that are granted to it.'),
      ('vp_maintainer', 'login inherit', 'Runs VACUUM, REINDEX and DETACH as a member of the tables'' owner.')
    ) as roles (name, options, description)
  loop
    select case when r.rolcanlogin then 'login ' else 'nologin ' end
        || case when r.rolinherit then 'inherit' else 'noinherit' end as options
      into present
      from pg_catalog.pg_roles r where r.rolname = wanted.name;
    if not found then
      execute format('create role %I %s', wanted.name, wanted.options);
      execute format('comment on role %I is %L', wanted.name, wanted.description);
    elsif present.options <> wanted.options then
      execute format('alter role %I %s', wanted.name, wanted.options);
    end if;
  end loop;
end $$;

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('vp_anon', 'vp_authenticator'),
      ('vp_member', 'vp_authenticator'),
      ('vp_member', 'vp_dba'),
      ('vp_owner', 'vp_maintainer')
    ) as memberships (role, member)
  loop
    if not exists (
      select from pg_catalog.pg_auth_members m
      where m.roleid = wanted.role::regrole and m.member = wanted.member::regrole
    ) then
      execute format('grant %I to %I', wanted.role, wanted.member);
    end if;
  end loop;
end $$;

-- Whoever may change what the queue's functions do, has it done by all who add a job.
do $$
begin
  if exists (
    select from pg_catalog.pg_auth_members m
    where m.roleid = 'vp_queue'::regrole and m.member = 'vp_worker'::regrole
  ) then
    revoke vp_queue from vp_worker;
  end if;
end $$;

-- The deploy creates objects as these three.
do $$
declare
  role text;
begin
  if (select r.rolsuper from pg_catalog.pg_roles r where r.rolname = current_user) then
    return;
  end if;
  foreach role in array array['vp_owner', 'vp_definer', 'vp_queue'] loop
    if current_setting('server_version_num')::int >= 160000 then
      if not (pg_has_role(current_user, role, 'SET') and pg_has_role(current_user, role, 'USAGE')) then
        execute format('grant %I to current_user with set true, inherit true', role);
      end if;
    elsif not pg_has_role(current_user, role, 'MEMBER') then
      execute format('grant %I to current_user', role);
    end if;
    if not pg_has_role(current_user, role, 'USAGE') then
      raise exception '% does not inherit the rights of %', current_user, role
        using hint = format('alter role %I inherit;', current_user);
    end if;
  end loop;
end $$;

-- A managed server may keep pg_monitor for itself.
do $$
begin
  if not exists (
    select from pg_catalog.pg_auth_members m
    where m.roleid = 'pg_monitor'::regrole and m.member = 'vp_monitor'::regrole
  ) then
    grant pg_monitor to vp_monitor;
  end if;
exception when insufficient_privilege then
  raise warning 'vp_monitor sees its own statistics only: % may not grant pg_monitor.', current_user
    using hint = 'Ask an administrator for: grant pg_monitor to vp_monitor;';
end $$;

-- PostgREST applies the settings of the role that a request becomes.
do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('vp_anon', 'statement_timeout', '5s'),
      ('vp_member', 'statement_timeout', '15s'),
      ('vp_authenticator', 'idle_in_transaction_session_timeout', '30s'),
      -- Compiling a short query costs more than running it.
      ('vp_anon', 'jit', 'off'),
      ('vp_member', 'jit', 'off'),
      ('vp_worker', 'jit', 'off'),
      ('vp_worker', 'statement_timeout', '5min'),
      ('vp_worker', 'idle_in_transaction_session_timeout', '1min')
    ) as settings (role, name, value)
  loop
    if not exists (
      select from pg_catalog.pg_db_role_setting s
      where s.setrole = wanted.role::regrole and s.setdatabase = 0
        and format('%s=%s', wanted.name, wanted.value) = any(s.setconfig)
    ) then
      execute format('alter role %I set %s = %L', wanted.role, wanted.name, wanted.value);
    end if;
  end loop;
end $$;

-- A temporary type named like a built-in one goes first, whatever the search_path: whoever can make one can have code of
-- their own run inside a security definer function.
do $$
begin
  if has_database_privilege('public', current_database(), 'temporary') then
    execute format('revoke temporary on database %I from public', current_database());
  end if;
end $$;

do $$
declare
  wanted record;
begin
  for wanted in
    select * from (values
      ('vp_owner', 'create'),
      -- Refreshing a materialized view concurrently takes a temporary table.
      ('vp_owner', 'temporary'),
      ('vp_queue', 'create'),
      ('vp_authenticator', 'connect'),
      ('vp_worker', 'connect'),
      ('vp_maintainer', 'connect')
    ) as grants (role, privilege)
  loop
    if not has_database_privilege(wanted.role, current_database(), wanted.privilege) then
      execute format('grant %s on database %I to %I', wanted.privilege, current_database(), wanted.role);
    end if;
  end loop;
end $$;

-- Without this, everyone may execute every new function. It has no effect with IN SCHEMA.
do $$
declare
  role text;
begin
  foreach role in array array['vp_owner', 'vp_definer', 'vp_queue'] loop
    if not exists (
      select from pg_catalog.pg_default_acl d
      where d.defaclrole = role::regrole and d.defaclnamespace = 0 and d.defaclobjtype = 'f'
        and not exists (select from aclexplode(d.defaclacl) a where a.grantee = 0)
    ) then
      execute format('alter default privileges for role %I revoke execute on functions from public', role);
    end if;
  end loop;
end $$;
