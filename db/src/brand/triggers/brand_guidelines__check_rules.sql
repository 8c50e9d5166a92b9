create function brand.brand_guidelines__check_rules() returns trigger
  language plpgsql security definer set search_path = '' as $$
declare
  faults text;
begin
  select string_agg(fault, ' ') into faults from brand.rule_errors(new.rules) fault;
  if faults is not null then
    perform core.raise('VP201', 'The guideline''s rules are not valid: ' || faults, 'GET /compliance_rules lists the rules with their fields and ranges; what rules do not say has its default.');
  end if;
  select string_agg(fault, ' ') into faults from brand.logo_rule_errors(new.logo_rules) fault;
  if faults is not null then
    perform core.raise('VP201', 'The guideline''s logo_rules are not valid: ' || faults, 'What they do not say has its default.');
  end if;
  select string_agg(fault, ' ') into faults
  from (
    select fault from brand.palette_errors(new.palette) fault
    union all
    select 'forbidden_colors must be a list of #RRGGBB, six hexadecimal digits each.' where core.are_hex_colors(new.forbidden_colors) is not true
  ) f;
  if faults is not null then
    perform core.raise('VP201', 'The guideline''s colours are not valid: ' || faults, 'Write a colour as #D50000.');
  end if;
  select string_agg(said.field, ', ') into faults
  from (values ('prohibited_terms', new.prohibited_terms), ('required_terms', new.required_terms), ('allowed_fonts', new.allowed_fonts)) said (field, terms)
  where not brand.are_terms(said.terms);
  if faults is not null then
    perform core.raise('VP201', format('%s must be at most 500 terms of 1 to 200 characters; one of them is blank or too long.', faults),
      'Leave out terms that are empty or only spaces.');
  end if;
  return new;
end $$;
comment on function brand.brand_guidelines__check_rules() is 'Trigger: refuses rules that no check understands, and colours and terms that are none.';

create trigger brand_guidelines__check_rules before insert or update of rules, logo_rules, palette, forbidden_colors, prohibited_terms, required_terms, allowed_fonts on brand.brand_guidelines
  for each row execute function brand.brand_guidelines__check_rules();
