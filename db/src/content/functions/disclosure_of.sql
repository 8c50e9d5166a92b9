create function content.disclosure_of(asset content.generated_assets, alt_text text) returns jsonb
  language sql immutable parallel safe
  return jsonb_build_object(
    -- IPTC's terms for a picture that a model made, and for one that it added to.
    'digital_source_type', case
      when asset.kind = 'ai' or asset.metadata -> 'is_ai_generated' = 'true' then 'trainedAlgorithmicMedia'
      when asset.expanded_from is not null then 'compositeWithTrainedAlgorithmicMedia' end,
    'credit', case when asset.kind = 'stock' then concat_ws(' / ', asset.metadata ->> 'author', 'Freepik') end,
    'license_url', asset.license ->> 'url',
    'description', alt_text);
comment on function content.disclosure_of(content.generated_assets, text) is
  'What a finished file says about its picture: whether AI made it, or part of it, whose it is, its licence, what it shows.';
grant execute on function content.disclosure_of(content.generated_assets, text) to vp_definer;
