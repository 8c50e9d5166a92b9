-- Without sorting, each step reads on in the key of current results where the last one ended; with it, all of the brand's results for each step.
create function content.scored_variants(organization_id uuid, target jsonb, after uuid, max_rows bigint) returns setof uuid
  language plpgsql stable security definer set search_path = '' set enable_sort = off as $$
declare
  filters constant jsonb := target -> 'filters';
begin
  return query execute format($query$
    select c.asset_variant_id
    from content.compliance_results c
    join content.asset_variants v on v.organization_id = c.organization_id and v.id = c.asset_variant_id and v.is_current
    where c.organization_id = $1 and c.is_current and c.brand_guideline_id = any(array(
        select g.id from brand.brand_guidelines p
        join brand.brand_guidelines g on g.organization_id = p.organization_id and g.brand_profile_id = p.brand_profile_id
        where p.organization_id = $1 and p.id = ($2 ->> 'brand_guideline_id')::uuid))
      %s
    order by c.asset_variant_id
    limit $4 $query$,
    concat_ws(' and ', 'and true',
      case when after is not null then 'c.asset_variant_id > $3' end,
      case when filters -> 'same_version' is distinct from 'true' then '(c.brand_guideline_id <> ($2 ->> ''brand_guideline_id'')::uuid or c.scorer_version <> content.scorer_version())' end,
      case when filters ? 'platforms' then 'v.platform = any(array(select jsonb_array_elements_text($2 #> ''{filters,platforms}'')))' end,
      case when filters ? 'placements' then 'v.platform || ''/'' || v.placement = any(array(select jsonb_array_elements_text($2 #> ''{filters,placements}'')))' end,
      case when filters ? 'content_request_ids' then 'v.content_request_id = any(array(select r::uuid from jsonb_array_elements_text($2 #> ''{filters,content_request_ids}'') r))' end,
      case when filters ? 'statuses' then 'v.status = any(array(select jsonb_array_elements_text($2 #> ''{filters,statuses}'')))' end,
      case when filters ? 'verdicts' then 'c.verdict = any(array(select jsonb_array_elements_text($2 #> ''{filters,verdicts}'')))' end,
      case when filters ? 'scored_from' then 'c.scored_at >= ($2 #>> ''{filters,scored_from}'')::timestamptz' end,
      case when filters ? 'scored_to' then 'c.scored_at < ($2 #>> ''{filters,scored_to}'')::timestamptz' end))
  using scored_variants.organization_id, target, after, max_rows;
end $$;
comment on function content.scored_variants(uuid, jsonb, uuid, bigint) is
  'The current, scored variants of a guideline''s brand that a rescoring goes through, in the order of id, from the one after `after` on (null: the first), at most max_rows.
target: {brand_guideline_id, filters}, as content.start_rescore() keeps it; those that another version has scored, or earlier checks; with the filter same_version all of the brand''s.';
