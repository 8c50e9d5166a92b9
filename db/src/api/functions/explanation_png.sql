create function api.redirect_to_png(asset_variant_id uuid) returns api."image/png"
  language plpgsql volatile set search_path = '' as $$
begin
  if asset_variant_id is null then
    perform core.raise('VP202', 'The variant has no score: there is nothing to explain.', 'asset_variants says in status whether it is to come, and in failure why not.');
  end if;
  perform set_config('response.status', '303', true);
  perform set_config('response.headers',
    json_build_array(json_build_object('Location', content.explanation_url(identity.org_id(), asset_variant_id)))::text, true);
  return ''::bytea;
end $$;
comment on function api.redirect_to_png is 'The end of the aggregate explanation_png: pixels are the worker''s, so the client is sent there.';

create aggregate api.explanation_png(api.score_explanations) (
  sfunc = api.explained_variant,
  stype = uuid,
  finalfunc = api.redirect_to_png
);
comment on aggregate api.explanation_png(api.score_explanations) is 'What PostgREST answers for explain_score with Accept: image/png.';
grant execute on function api.explanation_png(api.score_explanations) to vp_member;
