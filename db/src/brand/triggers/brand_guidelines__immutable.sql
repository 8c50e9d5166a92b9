create function brand.brand_guidelines__immutable() returns trigger
  language plpgsql security definer set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    if old.status <> 'draft' then
      perform core.raise('VP202', format('Version %s is %s: scores refer to it.', old.version, old.status), 'Only drafts are deleted.');
    end if;
    return old;
  end if;
  if old.status <> 'draft' and (
    (to_jsonb(new) - '{status,retired_at,updated_at}'::text[]) is distinct from (to_jsonb(old) - '{status,retired_at,updated_at}'::text[])
  ) then
    perform core.raise('VP202', format('Version %s is %s and does not change.', old.version, old.status),
      'Insert a new draft, then call activate_guideline.');
  end if;
  return new;
end $$;
comment on function brand.brand_guidelines__immutable() is 'Trigger: a guideline that was activated neither changes nor goes.';

create trigger brand_guidelines__immutable before update or delete on brand.brand_guidelines
  for each row execute function brand.brand_guidelines__immutable();
