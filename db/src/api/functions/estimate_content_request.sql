create function api.estimate_content_request(
  brand_profile_id uuid, content_template_id uuid, placements text[], sources jsonb default '[{"type": "stock"}]',
  search_term text default null, prompt text default null, caption text default '', alt_text text default null,
  copy jsonb default null, layer_overrides jsonb default '{}'
) returns table (calls jsonb, price numeric, currency text, monthly_cap numeric, monthly_spent numeric, monthly_reserved numeric,
    monthly_left numeric, request_cap numeric, request_left numeric, broken_limits jsonb, full_prompt text)
  language sql stable set search_path = ''
  begin atomic
    select * from content.estimate_request(brand_profile_id, content_template_id, placements, core.read_json('sources', sources), search_term, prompt,
      caption, alt_text, core.read_json('copy', copy), core.read_json('layer_overrides', layer_overrides));
  end;
comment on function api.estimate_content_request is 'What a content request would cost
One row, before a cent is spent; checked like a real request (the copy only if it is sent): what would break is in the error. calls: each with its price of today, where that is from, whether it is only made as the fallback, and whether the request does without it where a cap leaves no room (is_optional: the picture is expanded, as far as its shape can be told before it is there); price: of all but the fallback (null when they are in several currencies). monthly_* and request_*: what the caps leave (EUR; null: no cap). broken_limits: what the platforms would not take of caption and alt_text. full_prompt: what an AI source is sent. Errors: VP201, VP204, VP205 (422), VP207 (409), VP400 (402: beyond a cap; details has the figures), VP401 (422: no price).';
grant execute on function api.estimate_content_request to vp_member;
