create function system.job_key(kind text, job_id uuid) returns text
  language sql immutable parallel safe
  return kind || ':' || job_id;
comment on function system.job_key(text, uuid) is 'The key of a background job in graphile-worker.';
grant execute on function system.job_key(text, uuid) to vp_definer;
