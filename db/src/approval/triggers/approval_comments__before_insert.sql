create function approval.approval_comments__before_insert() returns trigger
  language plpgsql set search_path = '' as $$
begin
  new.author_id := coalesce(core.user_id(), new.author_id);
  return new;
end $$;
comment on function approval.approval_comments__before_insert() is 'Trigger: a comment is its writer''s own.';

create trigger approval_comments__before_insert before insert on approval.approval_comments
  for each row execute function approval.approval_comments__before_insert();
