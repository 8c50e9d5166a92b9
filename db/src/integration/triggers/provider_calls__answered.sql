create function integration.provider_calls__answered() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  -- A refusal is an answer, and the operation works; whether the provider is to blame for none, only the worker knows.
  -- One of a key (unknown, without credit, too eager) says nothing about the operation, which others call with theirs.
  perform integration.note_answer(new.provider, new.operation, new.key_id,
    new.state <> 'failed' or new.http_status between 400 and 499 and new.http_status not in (408, 425));
  return null;
end $$;
comment on function integration.provider_calls__answered() is
  'Trigger: a provider that answers a call, or is in trouble, is remembered by operation.';

create trigger provider_calls__answered after update of state on integration.provider_calls
  for each row when (old.state = 'sent' and (new.state in ('accepted', 'succeeded') or new.state = 'failed' and new.http_status not in (401, 402, 403, 429)))
  execute function integration.provider_calls__answered();
