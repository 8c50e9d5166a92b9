create function system.act_as(organization_id uuid, role text) returns void
  language plpgsql volatile security definer set search_path = '' as $$
begin
  if core.claims() ? 'sub' then
    perform core.raise('VP202', 'A request acts as its own user.', 'Call this in a DBA''s own session.');
  end if;
  if identity.role_rank(act_as.role) is null then
    perform core.raise('VP201', format('There is no role %s.', coalesce(act_as.role, 'null')), 'One of owner, admin, editor, reviewer, viewer.');
  end if;
  if not exists (select from identity.organizations o where o.id = act_as.organization_id) then
    perform core.raise('VP200', format('There is no organisation %s.', coalesce(act_as.organization_id::text, 'null')), 'See identity.organizations.');
  end if;
  insert into identity.acting_transactions (organization_id, role)
  values (act_as.organization_id, act_as.role)
  on conflict (xid) do nothing;
  if not found then
    perform core.raise('VP202', 'This transaction acts as a member already.', 'Begin another transaction.');
  end if;
  perform core.act_for('dba', act_as.organization_id, null);
end $$;
comment on function system.act_as(uuid, text) is
  'Until the end of the transaction, a DBA''s statements see and do what a member of this role may: begin; select system.act_as(…); set local role vp_member; …. Audited with the login''s name. Raises VP200, VP201, VP202.';
grant execute on function system.act_as(uuid, text) to vp_dba;
