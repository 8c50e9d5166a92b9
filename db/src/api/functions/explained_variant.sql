create function api.explained_variant(asset_variant_id uuid, explanation api.score_explanations) returns uuid
  language plpgsql immutable parallel safe set search_path = '' as $$
begin
  if asset_variant_id <> explanation.asset_variant_id then
    perform core.raise('VP201', 'Scores are drawn of one variant at a time.', 'Add asset_variant_id=eq.… to the address.');
  end if;
  return explanation.asset_variant_id;
end $$;
comment on function api.explained_variant is 'Of which variant rows of score_explanations are: the step of the aggregates that draw them.';
