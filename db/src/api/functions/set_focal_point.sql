create function api.set_focal_point(generated_asset_id uuid, x double precision default null, y double precision default null)
  returns setof api.generated_assets
  language plpgsql volatile set search_path = '' as $$
begin
  perform content.set_focal_point(generated_asset_id, x, y);
  return query select a.* from api.generated_assets a where a.organization_id = identity.org_id() and a.id = generated_asset_id;
end $$;
comment on function api.set_focal_point is 'Say what crops keep in sight (editor)
A point of the source picture, x and y from 0 to 1 from its upper left corner; without them it is found again; what the picture was expanded to takes the point over. Variants that are not published are rendered anew, as new revisions. Errors: VP103 (403), VP200 (404), VP201 (422), VP207 (409: no active guideline).';
grant execute on function api.set_focal_point to vp_member;
