create function brand.propose_guideline(organization_id uuid, brand_profile_id uuid, brand_guideline_id uuid, changes jsonb) returns brand.brand_guidelines
  language plpgsql stable security definer set search_path = '' as $$
declare
  known constant text[] := '{palette,forbidden_colors,prohibited_terms,required_terms,allowed_fonts,logo_rules,rules}';
  proposed brand.brand_guidelines;
  faults text;
begin
  if not exists (select from brand.brand_profiles p where p.organization_id = propose_guideline.organization_id and p.id = propose_guideline.brand_profile_id) then
    perform core.raise('VP200', 'There is no such brand profile.', 'GET /brand_profiles lists those there are.');
  end if;
  select g.* into proposed
  from brand.brand_guidelines g
  where g.organization_id = propose_guideline.organization_id and g.brand_profile_id = propose_guideline.brand_profile_id
    and case when propose_guideline.brand_guideline_id is null then g.status = 'active' else g.id = propose_guideline.brand_guideline_id end;
  if proposed.id is null and brand_guideline_id is not null then
    perform core.raise('VP200', 'The brand has no such guideline.', 'GET /brand_guidelines lists those there are.');
  elsif proposed.id is null then
    perform core.raise('VP207', 'The brand has no active guideline.', 'Name a draft in brand_guideline_id, or call activate_guideline first.');
  end if;
  changes := coalesce(nullif(core.read_json('changes', changes), 'null'), '{}');
  if jsonb_typeof(changes) <> 'object' then
    perform core.raise('VP201', 'changes must be an object.', format('Its keys are fields of a guideline: %s.', array_to_string(known, ', ')));
  end if;
  select string_agg(k, ', ' order by k) into faults from jsonb_object_keys(changes) k where k <> all (known);
  if faults is not null then
    perform core.raise('VP201', format('%s: there is no such field to change.', faults), format('There are %s.', array_to_string(known, ', ')));
  end if;
  select string_agg(format('%s must be %s.', t.field, t.wanted), ' ' order by t.field) into faults
  from (values
    ('rules', 'an object by check: {"palette": {"weight": 30}}', coalesce(jsonb_typeof(changes -> 'rules'), 'object') = 'object'),
    ('logo_rules', 'an object', coalesce(jsonb_typeof(changes -> 'logo_rules'), 'object') = 'object'),
    ('forbidden_colors', 'a list of #RRGGBB', core.is_text_list(changes -> 'forbidden_colors')),
    ('prohibited_terms', 'a list of texts', core.is_text_list(changes -> 'prohibited_terms')),
    ('required_terms', 'a list of texts', core.is_text_list(changes -> 'required_terms')),
    ('allowed_fonts', 'a list of texts', core.is_text_list(changes -> 'allowed_fonts'))
  ) t (field, wanted, is_sound)
  where t.is_sound is not true;
  if faults is null then
    -- As a new version: it has the rules of today.
    proposed.rules_until := null;
    -- What a rule does not say anew stays as the version says it.
    proposed := jsonb_populate_record(proposed, changes || jsonb_build_object('rules', (
      select coalesce(jsonb_object_agg(coalesce(s.key, c.key), case when jsonb_typeof(c.value) = 'object' then coalesce(s.value, '{}') || c.value else coalesce(c.value, s.value) end), '{}')
      from jsonb_each(proposed.rules) s
      full join jsonb_each(coalesce(changes -> 'rules', '{}')) c on c.key = s.key)));
    select string_agg(f.fault, ' ') into faults
    from (
      select fault from brand.rule_errors(proposed.rules) fault
      union all
      select fault from brand.logo_rule_errors(proposed.logo_rules) fault
      union all
      select fault from brand.palette_errors(proposed.palette) fault
      union all
      select 'forbidden_colors must be a list of #RRGGBB.' where not core.are_hex_colors(proposed.forbidden_colors)
      union all
      select t.field || ' must be at most 500 terms of 1 to 200 characters, none of them blank.'
      from (values ('prohibited_terms', proposed.prohibited_terms), ('required_terms', proposed.required_terms), ('allowed_fonts', proposed.allowed_fonts)) t (field, terms)
      where not brand.are_terms(t.terms)
    ) f;
  end if;
  -- What they say together is looked at when each of them is valid.
  if faults is null then
    select string_agg(fault, ' ') into faults from brand.guideline_errors(proposed) fault;
  end if;
  if faults is not null then
    perform core.raise('VP201', 'Such a guideline could not become active: ' || faults, 'GET /compliance_rules lists the rules with their fields and ranges.');
  end if;
  return proposed;
end $$;
comment on function brand.propose_guideline(uuid, uuid, uuid, jsonb) is
  'A guideline as it would be: a version of the brand (the active one unless named) with changes to its fields; rules are merged by check and field. It is
not stored. Raises VP200 (unknown brand or version), VP201 (invalid, contradictory), VP207 (no active version).';
