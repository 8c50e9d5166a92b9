-- Text, because a million scores by parameters that stand in the query take seconds, by parameters in arrays more than a minute.
create function content.score_columns(rules jsonb, fresh int[] default '{}') returns text
  language sql immutable parallel safe
  begin atomic
    select format('%s as earned, %s as weight, least(%s) as cap',
      coalesce(string_agg(format('coalesce(content.judge_value(%s, %s, %s, %s), 0)::bigint * %s', o.value, p.warn, p.fail, p.zero, p.weight), ' + ' order by p."position")
        filter (where p.weight > 0), '0'),
      coalesce(string_agg(format('case when %s >= 0 then %s::bigint else 0 end', o.value, p.weight), ' + ' order by p."position") filter (where p.weight > 0), '0'),
      coalesce(string_agg(format('case when content.judge_value(%s, %s, %s, %s) < 50000 then %s end', o.value, p.warn, p.fail, p.zero, p.gate_cap),
        ', ' order by p."position") filter (where p.gate_cap is not null), 'null::int'))
    from brand.rule_parameters(rules) p
    cross join lateral (select format(case when p."position" = any(fresh) then 'fresh_%s.value' else 'observations[%s]' end, p."position") as value offset 0) o;
  end;
comment on function content.score_columns(jsonb, int[]) is
  'What content.total_score() takes, by resolved rules: the columns earned, weight and cap as SQL expressions over a column observations
(that of compliance_results), and for the positions in fresh over fresh_<position>.value instead. With them it gives what judge_measurements does.';
grant execute on function content.score_columns(jsonb, int[]) to vp_member, vp_definer, vp_dba;
