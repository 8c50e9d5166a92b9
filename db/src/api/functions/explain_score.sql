create function api.explain_score(asset_variant_id uuid) returns setof api.score_explanations
  language sql stable set search_path = ''
  begin atomic
    select identity.org_id(), explain_score.asset_variant_id, e.check_key, e.category, e.outcome, e.points, e.weight, e.lost_points, e.is_gate, e.message, e.observed, e.unit, e.expected, e.evidence, e.score, e.verdict
    from content.explain_score(asset_variant_id) with ordinality e
      (check_key, category, outcome, points, weight, lost_points, is_gate, message, observed, unit, expected, evidence, score, verdict, place)
    order by e.place;
  end;
comment on function api.explain_score is 'Explain a variant''s score, check by check
What costs most comes first. message says what was seen and what to do, evidence where to see it (pixels of the picture, offsets in the text).
lost_points is what the check took from the score; together they are what is missing to 100, or was before a failed gate (is_gate) capped the score at 49;
an error leaves the variant without a score. No row while the variant is not scored. With Accept: image/svg+xml or image/png the same, drawn on the picture; a PNG is a redirect (303) to a signed URL.
PostgREST 12 filters and sorts by columns that are in select. Error: VP200 (404).';
grant execute on function api.explain_score to vp_member;
