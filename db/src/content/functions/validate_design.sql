create function content.validate_design(
  organization_id uuid, brand_profile_id uuid, template_organization_id uuid, content_template_id uuid,
  placements text[], copy jsonb, layer_overrides jsonb
) returns void
  language plpgsql stable security definer set search_path = '' as $$
declare
  names text;
  faults text;
  hints text;
begin
  if jsonb_typeof(copy) <> 'object' then
    perform core.raise('VP201', 'The copy is not an object.', 'Send copy as {"headline": "…", "subline": "…"}.');
  end if;
  select string_agg(format('"%s"', part.key), ', ') into names
  from jsonb_each(copy) part where jsonb_typeof(part.value) <> 'string';
  if names is not null then
    perform core.raise('VP201', format('The copy %s is not text.', names), 'Send copy as {"headline": "…", "subline": "…"}.');
  end if;
  select string_agg(e.message, ' '), string_agg(distinct e.hint, ' ') into faults, hints
  from brand.content_templates t
  join brand.brand_profiles b on b.organization_id = validate_design.organization_id and b.id = validate_design.brand_profile_id
  cross join lateral content.design_errors(t.layout, placements, copy, layer_overrides,
    content.logo_key(b.organization_id, b.id) is not null, b.name) e
  where t.organization_id = template_organization_id and t.id = content_template_id;
  if faults is not null then
    perform core.raise('VP201', faults, hints);
  end if;
end $$;
comment on function content.validate_design(uuid, uuid, uuid, uuid, text[], jsonb, jsonb) is
  'Raises VP201 for copy and layer_overrides that do not go with the template, and for a logo that the brand lacks: told before a picture is paid for. Copy that is null is not known yet.';
