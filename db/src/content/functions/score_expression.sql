-- Text, because a million scores by parameters that stand in the query take three seconds, by parameters in arrays more than a minute.
create function content.score_expression(rules jsonb) returns text
  language sql immutable parallel safe
  begin atomic
    select format('content.total_score(%s, %s, %s)',
      string_agg(format('coalesce(content.judge_value(observed[%s], %s, %s, %s), 0)::bigint * %s', p."position", p.warn, p.fail, p.zero, p.weight), ' + ' order by p."position")
        filter (where p.weight > 0),
      string_agg(format('case when observed[%s] >= 0 then %s::bigint else 0 end', p."position", p.weight), ' + ' order by p."position") filter (where p.weight > 0),
      format('least(%s)', coalesce(string_agg(format('case when content.judge_value(observed[%s], %s, %s, %s) < 50000 then %s end', p."position", p.warn, p.fail, p.zero, p.gate_cap),
        ', ' order by p."position") filter (where p.gate_cap is not null), 'null::int')))
    from brand.rule_parameters(rules) p;
  end;
comment on function content.score_expression(jsonb) is
  'The score by resolved rules as an SQL expression over a column observed (compliance_results.observed): hundredths, null where nothing weighs. The
same as judge_measurements gives.';
grant execute on function content.score_expression(jsonb) to vp_member, vp_definer, vp_dba;
