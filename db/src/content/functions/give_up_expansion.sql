create function content.give_up_expansion(organization_id uuid, content_request_id uuid, reason text) returns boolean
  language plpgsql volatile security definer set search_path = '' as $$
begin
  update content.content_requests r set expansion_failure = left(reason, 2000)
  where r.organization_id = give_up_expansion.organization_id and r.id = give_up_expansion.content_request_id
    and exists (select from content.expansion_to_come(r));
  return found;
end $$;
comment on function content.give_up_expansion(uuid, uuid, text) is
  'Lets a request do without the expansions of its picture that are not there, and keeps why. False: none is to come.';
