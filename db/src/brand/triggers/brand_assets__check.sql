create function brand.brand_assets__check() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  file system.files;
  faults text;
begin
  -- Row security refuses this one; a reason here would tell about another organisation's files.
  if core.actor() = 'user' and new.organization_id is distinct from identity.org_id('editor') then
    return new;
  end if;
  select string_agg(f.fault, ' ') into faults
  from (values
    (length(btrim(new.name)) between 1 and 200, 'name must have 1 to 200 characters.'),
    (new.kind in ('logo', 'font', 'image'), 'kind must be logo, font or image.'),
    (new.status in ('active', 'archived'), 'status must be active or archived.'),
    (case new.kind when 'font' then new.font_weight between 100 and 900 else new.font_weight is null end,
      'font_weight must be from 100 to 900 for a font, and is for nothing else.'),
    (new.font_role is null or new.kind = 'font' and new.font_role in ('heading', 'body'),
      'font_role must be heading or body, or null for any text, and is for fonts alone.')) f (is_right, fault)
  where f.is_right is not true;
  if faults is not null then
    perform core.raise('VP201', faults, 'A font is {"kind": "font", "font_weight": 400, "font_role": "body"}; a logo or image has neither of the two.');
  end if;
  if exists (select from unnest(new.tags) tag where coalesce(length(tag), 0) not between 1 and 100) then
    perform core.raise('VP201', 'A tag has 1 to 100 characters.', 'Send tags as a list of words.');
  end if;
  if tg_op = 'INSERT' then
    if not exists (select from brand.brand_profiles b where b.organization_id = new.organization_id and b.id = new.brand_profile_id) then
      perform core.raise('VP200', 'There is no such brand profile.', 'GET /brand_profiles lists those there are.');
    end if;
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
comment on function brand.brand_assets__check() is 'Trigger: an asset''s brand is there, its file is stored and of its kind, a font has a weight; a new default logo takes the place of the former.';

create trigger brand_assets__check before insert or update on brand.brand_assets
  for each row execute function brand.brand_assets__check();
