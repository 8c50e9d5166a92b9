create function identity.find_missing_keys() returns setof core.finding
  language sql stable security definer set search_path = '' as $$
  select 'error', 'keys.missing', null::uuid, 'identity.signing_keys', wanted.purpose, max(k.retired_at), wanted.problem, wanted.remedy
  from (values
    ('access_token', 'There is no key to sign access tokens with: nobody can sign in.', 'Set JWT_SECRET to what PostgREST has, and npm run deploy.'),
    ('file_url', 'There is no key to sign file addresses with: no file can be read or uploaded.', 'Set JWT_SECRET to what PostgREST has, and npm run deploy makes one.')
  ) wanted (purpose, problem, remedy)
  left join identity.signing_keys k on k.purpose = wanted.purpose
  group by wanted.purpose, wanted.problem, wanted.remedy
  having count(k.id) filter (where k.retired_at is null) = 0;
$$;
comment on function identity.find_missing_keys() is 'Finds purposes that no signing key is in force for.';
grant execute on function identity.find_missing_keys() to vp_dba, vp_monitor;
