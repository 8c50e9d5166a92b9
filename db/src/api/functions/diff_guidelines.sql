create function api.diff_guidelines(from_guideline_id uuid, to_guideline_id uuid)
  returns table (field text, item text, change text, before jsonb, after jsonb)
  language sql stable set search_path = ''
  begin atomic
    select d.* from brand.diff_guidelines(from_guideline_id, to_guideline_id) d;
  end;
comment on function api.diff_guidelines is 'Compare two versions of a guideline
A row for each item that differs: field (palette, forbidden_colors, prohibited_terms, rules, …), item (#AA0000, palette.weight, …), change (added, removed, changed), before and after. Rules are compared as they work, defaults included. Errors: VP200 (404), VP201 (422: of two brands).';
grant execute on function api.diff_guidelines to vp_member;
