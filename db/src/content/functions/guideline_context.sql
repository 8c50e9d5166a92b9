create function content.guideline_context(guideline brand.brand_guidelines) returns jsonb
  language sql stable parallel safe
  begin atomic
    select jsonb_build_object(
      'palette', (
        select coalesce(jsonb_agg(jsonb_build_object('hex', upper(p.hex), 'name', p.name, 'role', p.role, 'l', lab.l, 'a', lab.a, 'b', lab.b)), '[]')
        from jsonb_to_recordset(guideline.palette) p (hex text, name text, role text)
        cross join lateral core.hex_to_lab(p.hex) lab),
      'forbidden_colors', (
        select coalesce(jsonb_agg(jsonb_build_object('hex', upper(f.hex), 'l', lab.l, 'a', lab.a, 'b', lab.b)), '[]')
        from unnest(guideline.forbidden_colors) f (hex)
        cross join lateral core.hex_to_lab(f.hex) lab),
      'prohibited_terms', (
        select coalesce(jsonb_agg(jsonb_build_object('term', t.term, 'letters', content.letters_of(t.term)) order by t.n), '[]')
        from unnest(guideline.prohibited_terms) with ordinality t (term, n)),
      'required_terms', to_jsonb(guideline.required_terms),
      'allowed_fonts', to_jsonb(guideline.allowed_fonts),
      'logo_rules', guideline.logo_rules);
  end;
comment on function content.guideline_context(brand.brand_guidelines) is
  'What a guideline says beside its rules, made ready for the checks once for all pictures: palette [{hex, name, role, l, a, b}], forbidden_colors
[{hex, l, a, b}], prohibited_terms [{term, letters}], required_terms, allowed_fonts, logo_rules. Its keys are those that the catalogue''s reads name.';
grant execute on function content.guideline_context(brand.brand_guidelines) to vp_member, vp_definer, vp_dba;
