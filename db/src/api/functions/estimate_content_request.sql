create function api.estimate_content_request(
  brand_profile_id uuid, content_template_id uuid, placements text[], sources jsonb default '[{"type": "stock"}]'
) returns table (provider text, operation text, calls int, price numeric, cost numeric, currency text, price_source text)
  language sql stable set search_path = ''
  begin atomic
    select * from content.estimate_request(brand_profile_id, content_template_id, placements, core.read_json('sources', sources));
  end;
comment on function api.estimate_content_request is 'What a content request would cost
Call by call, at today''s prices; checked like a real one. Errors: VP201, VP204, VP205 (422), VP207 (409), VP401 (422: no price).';
grant execute on function api.estimate_content_request to vp_member;
