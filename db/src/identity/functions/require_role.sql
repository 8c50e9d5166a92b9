create function identity.require_role() returns trigger
  language plpgsql set search_path = '' as $$
begin
  -- Row-level security passes over the rows of a DELETE in silence, and of a refused INSERT or UPDATE it only names the policy.
  if current_user = 'vp_member' then
    perform identity.require_org(tg_argv[0]);
  end if;
  return null;
end $$;
comment on function identity.require_role() is
  'Trigger, before each statement: answers 403 to a client whose role is below the trigger''s argument.';
