create function content.validate_copy(template_organization_id uuid, content_template_id uuid, copy jsonb) returns void
  language plpgsql stable security definer set search_path = '' as $$
declare
  names text;
begin
  if copy is null or jsonb_typeof(copy) <> 'object' then
    perform core.raise('VP201', 'The copy is not an object.', 'Send copy as {"headline": "…", "subline": "…"}.');
  end if;
  select string_agg(format('"%s"', part.key), ', ') into names
  from jsonb_each(copy) part where jsonb_typeof(part.value) <> 'string';
  if names is not null then
    perform core.raise('VP201', format('The copy %s is not text.', names), 'Send copy as {"headline": "…", "subline": "…"}.');
  end if;
  select string_agg(distinct format('"%s"', variable[1]), ', ') into names
  from brand.content_templates t
  cross join lateral jsonb_array_elements(t.layout -> 'layers') layer
  cross join lateral regexp_matches(layer ->> 'text', '\{\{\s*([\w.-]+)\s*\}\}', 'g') variable
  where t.organization_id = template_organization_id and t.id = content_template_id
    and layer ->> 'type' = 'text' and layer -> 'optional' is distinct from 'true'
    and btrim(coalesce(validate_copy.copy ->> variable[1], '')) = '';
  if names is not null then
    perform core.raise('VP201', format('The template needs the copy %s.', names), 'Send it in copy, or use a template where it is optional.');
  end if;
end $$;
comment on function content.validate_copy(uuid, uuid, jsonb) is
  'Raises VP201 for copy that is not text, or that lacks what a layer of the template needs: told before a picture is paid for.';
