create function brand.brand_assets__check() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  file system.files;
begin
  -- Row security refuses this one; a reason here would tell about another organisation's files.
  if core.actor() = 'user' and new.organization_id is distinct from identity.org_id('editor') then
    return new;
  end if;
  if exists (select from unnest(new.tags) tag where coalesce(length(tag), 0) not between 1 and 100) then
    perform core.raise('VP201', 'A tag has 1 to 100 characters.', 'Send tags as a list of words.');
  end if;
  if tg_op = 'INSERT' then
    select f.* into file from system.files f where f.organization_id = new.organization_id and f.id = new.file_id;
    if file.id is null then
      perform core.raise('VP200', 'There is no such file.', 'Upload it: create_upload, PUT, complete_upload.');
    elsif file.state <> 'stored' then
      perform core.raise('VP202', 'The file''s upload is not complete.', 'PUT the bytes to its upload_url, then call complete_upload.');
    elsif (new.kind = 'font') <> (file.mime_type like 'font/%') then
      perform core.raise('VP301', format('A %s cannot be a file of type %s.', new.kind, file.mime_type), 'Upload another file, or name another kind.');
    end if;
  end if;
  if new.is_default and new.kind = 'logo' and new.status = 'active' then
    update brand.brand_assets a set is_default = false
    where a.organization_id = new.organization_id and a.brand_profile_id = new.brand_profile_id
      and a.kind = 'logo' and a.is_default and a.id <> new.id;
  end if;
  return new;
end $$;
comment on function brand.brand_assets__check() is 'Trigger: an asset''s file is stored and of its kind; a new default logo takes the place of the former.';

create trigger brand_assets__check before insert or update on brand.brand_assets
  for each row execute function brand.brand_assets__check();
