create view api.score_explanations with (security_invoker = true) as
select c.organization_id, c.asset_variant_id, e.check_key, e.category, e.outcome, e.points, e.weight, e.lost_points, e.is_gate, e.message,
  e.observed, e.unit, e.expected, e.evidence, e.score, e.verdict
from content.compliance_results c
cross join lateral content.explain_result(c.organization_id, c.asset_variant_id) e
where c.is_current;
comment on view api.score_explanations is 'Current scores, check by check
Rows of explain_score, for all scored variants, of all revisions; of the newest alone with
select=*,asset_variants!inner()&asset_variants.is_current=is.true. Of one variant (asset_variant_id=eq.…) also drawn on the picture: Accept: image/svg+xml or image/png.';
comment on column api.score_explanations.organization_id is 'The organisation that it belongs to.';
comment on column api.score_explanations.asset_variant_id is 'The variant.';
comment on column api.score_explanations.check_key is 'The check.';
comment on column api.score_explanations.category is 'color, contrast, logo, typography, copy, platform, technical or legal.';
comment on column api.score_explanations.outcome is 'pass, warn, fail, not_applicable or error.';
comment on column api.score_explanations.points is '0 to 100 of this check alone; null where it does not apply or could not be made.';
comment on column api.score_explanations.weight is 'How much it counts.';
comment on column api.score_explanations.lost_points is 'What it took from the score, before a failed gate capped it.';
comment on column api.score_explanations.is_gate is 'A failed gate caps the score at 49.';
comment on column api.score_explanations.message is 'What was seen, and what to do.';
comment on column api.score_explanations.observed is 'The one number that the rule looks at; null where it does not apply or could not be made.';
comment on column api.score_explanations.unit is 'What that number counts.';
comment on column api.score_explanations.expected is 'What the guideline asks for: all points up to warn, half of them at fail.';
comment on column api.score_explanations.evidence is 'Where to see it: pixels of the picture, offsets in the text.';
comment on column api.score_explanations.score is 'Of the variant, 0 to 100; null where a check could not be made.';
comment on column api.score_explanations.verdict is 'pass, warn, fail or incomplete.';
grant select on api.score_explanations to vp_member;

create trigger score_explanations__refuse_write instead of insert or update or delete on api.score_explanations
  for each row execute function core.refuse_write();
