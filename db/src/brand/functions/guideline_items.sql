create function brand.guideline_items(guideline brand.brand_guidelines) returns table (field text, item text, value jsonb)
  language sql stable parallel safe
  begin atomic
    with said as (
      select f.field, f.value
      from jsonb_each(to_jsonb(guideline) - '{organization_id,id,brand_profile_id,version,status,rules_until,created_by,created_at,updated_at,activated_at,retired_at}'::text[]) f (field, value)
      -- What rules do not say has a default, which counts as much.
      where f.field <> 'rules' and f.value <> 'null'
      union all
      select 'rules', brand.resolve_rules(guideline.rules, guideline.rules_until)
    )
    -- A colour may have several roles; of a role's colours templates take the first, so that their order says something.
    select s.field, i.hex || case when i.n > 1 then format(' (%s)', i.n) else '' end,
      i.value - 'hex' || case when i.place > 1 then jsonb_build_object('place', i.place) else '{}' end
    from said s
    cross join lateral (
      select c.value, upper(c.value ->> 'hex') as hex,
        row_number() over (partition by upper(c.value ->> 'hex') order by c.value ->> 'role', c.value ->> 'name', c."position") as n,
        row_number() over (partition by c.value ->> 'role' order by c."position") as place
      from jsonb_array_elements(case when s.field = 'palette' then s.value else '[]' end) with ordinality c (value, "position")
    ) i
    union all
    -- Colours are the same in either case, words are not.
    select distinct s.field, case when s.field = 'forbidden_colors' then upper(i.value) else i.value end, 'true'::jsonb
    from said s
    cross join lateral jsonb_array_elements_text(case when jsonb_typeof(s.value) = 'array' and s.field <> 'palette' then s.value else '[]' end) i (value)
    union all
    select s.field, r.check_key || '.' || f.field, f.value
    from said s
    cross join lateral jsonb_each(case when s.field = 'rules' then s.value else '{}' end) r (check_key, fields)
    cross join lateral jsonb_each(r.fields) f (field, value)
    union all
    select s.field, i.item, i.value
    from said s
    cross join lateral jsonb_each(case when jsonb_typeof(s.value) = 'object' and s.field <> 'rules' then s.value else '{}' end) i (item, value)
    union all
    select s.field, null, s.value from said s where jsonb_typeof(s.value) not in ('array', 'object');
  end;
comment on function brand.guideline_items(brand.brand_guidelines) is
  'All that a guideline says, item by item: a colour of the palette (with its place if it is not the first of its role), a forbidden colour, a term, a rule''s field with its default where it says
nothing, a field of logo_rules, the notes. item is null where a field holds one value.';
grant execute on function brand.guideline_items(brand.brand_guidelines) to vp_member, vp_definer, vp_dba;
