create function brand.logo_rule_errors(logo_rules jsonb) returns setof text
  language sql immutable parallel safe
  begin atomic
    select 'logo_rules must be an object: {"required": true}.' where jsonb_typeof(logo_rules) is distinct from 'object'
    union all
    select format('%s: there is no such field; there are ground, places, required.', k.field)
    from jsonb_object_keys(case when jsonb_typeof(logo_rules) = 'object' then logo_rules else '{}' end) k (field)
    where k.field not in ('ground', 'places', 'required')
    union all
    select 'ground must be light or dark.'
    where jsonb_typeof(logo_rules) = 'object' and logo_rules ? 'ground' and logo_rules -> 'ground' not in ('"light"', '"dark"')
    union all
    select 'places must be a list of top_left, top, top_right, left, center, right, bottom_left, bottom and bottom_right.'
    where jsonb_typeof(logo_rules) = 'object' and logo_rules ? 'places' and not coalesce(jsonb_typeof(logo_rules -> 'places') = 'array'
      and logo_rules -> 'places' <@ '["top_left", "top", "top_right", "left", "center", "right", "bottom_left", "bottom", "bottom_right"]', false)
    union all
    select 'required must be true or false.'
    where jsonb_typeof(logo_rules) = 'object' and logo_rules ? 'required' and jsonb_typeof(logo_rules -> 'required') <> 'boolean';
  end;
comment on function brand.logo_rule_errors(jsonb) is
  'What is wrong with a guideline''s logo rules, a sentence a fault, naming the field and its range; no row when nothing is.';
grant execute on function brand.logo_rule_errors(jsonb) to vp_member, vp_definer, vp_dba;
