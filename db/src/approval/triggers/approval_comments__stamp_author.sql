create function approval.approval_comments__stamp_author() returns trigger
  language plpgsql set search_path = '' as $$
begin
  new.author_id := coalesce(core.user_id(), new.author_id);
  return new;
end $$;
comment on function approval.approval_comments__stamp_author() is 'Trigger: the author is the caller, whatever was sent; without a caller it is whom the row names.';

create trigger approval_comments__stamp_author before insert on approval.approval_comments
  for each row execute function approval.approval_comments__stamp_author();
