create function api.preview_rerender(content_template_id uuid default null, brand_profile_id uuid default null, include_published boolean default false)
  returns table (platform text, placement text, status text, effect text, variants bigint)
  language sql stable set search_path = ''
  begin atomic
    select * from content.preview_rerender(content_template_id, brand_profile_id, include_published);
  end;
comment on function api.preview_rerender is 'What a re-render would change (viewer)
Counts, and writes nothing: the current variants of the requests made with earlier versions of a template (content_template_id; with include_published also what was published of those that have moved to it), or of a brand, as its logo, fonts and colours are now (brand_profile_id). effect: revise (gets a new revision), unchanged (keeps picture and approval), to_come (not made yet: is rendered so anyway), keep (published, its request was stopped, or its brand has no active guideline), unfit (its copy does not go with the layout: its request stays as it is). Errors: VP200 (404), VP201 (422), VP202 (409: retired).';
grant execute on function api.preview_rerender to vp_member;
