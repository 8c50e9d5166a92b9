create function api.draw_svg(asset_variant_id uuid) returns api."image/svg+xml"
  language plpgsql stable set search_path = '' as $$
begin
  if asset_variant_id is null then
    perform core.raise('VP202', 'The variant has no score: there is nothing to explain.', 'asset_variants says in status whether it is to come, and in failure why not.');
  end if;
  return (
    select content.drawing_svg(content.draw_explanation(v.organization_id, v.id), system.file_url(v.organization_id, v.file_id))
    from content.asset_variants v
    where v.organization_id = identity.org_id() and v.id = asset_variant_id);
end $$;
comment on function api.draw_svg is 'The end of the aggregate explanation_svg.';

create aggregate api.explanation_svg(api.score_explanations) (
  sfunc = api.explained_variant,
  stype = uuid,
  finalfunc = api.draw_svg
);
comment on aggregate api.explanation_svg(api.score_explanations) is 'What PostgREST answers for explain_score with Accept: image/svg+xml.';
grant execute on function api.explanation_svg(api.score_explanations) to vp_member;
