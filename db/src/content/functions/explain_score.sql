create function content.explain_score(asset_variant_id uuid) returns table (
  check_key text, category text, outcome text, points numeric, weight numeric, lost_points numeric, is_gate boolean,
  message text, observed numeric, unit text, expected jsonb, evidence jsonb, score numeric, verdict text
)
  language plpgsql stable set search_path = '' as $$
begin
  if not exists (select from content.asset_variants v where v.organization_id = identity.org_id() and v.id = explain_score.asset_variant_id) then
    perform core.raise('VP200', 'There is no such asset variant.', 'GET /asset_variants lists those there are.');
  end if;
  return query select r.* from content.explain_result(identity.org_id(), explain_score.asset_variant_id) r;
end $$;
comment on function content.explain_score(uuid) is
  'content.explain_result() of one of the caller''s variants. Raises VP200.';
grant execute on function content.explain_score(uuid) to vp_member, vp_dba;
