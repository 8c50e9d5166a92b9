-- Text, because a million scores by parameters that stand in the query take seconds, by parameters in arrays more than a minute.
create function content.score_columns(rules jsonb, fresh int[] default '{}', out seen text, out judged text)
  language sql immutable parallel safe
  begin atomic
    select string_agg(format(case when p."position" = any(fresh) then 'fresh_%s.value as seen_%1$s' else 'observations[%s] as seen_%1$s' end, p."position"), ', ' order by p."position"),
      format('%s as earned, %s as weight, least(%s) as cap',
        coalesce(string_agg(format('coalesce(content.judge_value(seen_%s, %s, %s, %s), 0)::bigint * %s', p."position", p.warn, p.fail, p.zero, p.weight), ' + ' order by p."position")
          filter (where p.weight > 0), '0'),
        coalesce(string_agg(format('case when seen_%s >= 0 then %s::bigint else 0 end', p."position", p.weight), ' + ' order by p."position") filter (where p.weight > 0), '0'),
        coalesce(string_agg(format('case when content.judge_value(seen_%s, %s, %s, %s) < 50000 then %s end', p."position", p.warn, p.fail, p.zero, p.gate_cap),
          ', ' order by p."position") filter (where p.gate_cap is not null), 'null::int'))
    from brand.rule_parameters(rules) p;
  end;
comment on function content.score_columns(jsonb, int[]) is
  'What content.total_score() takes, by resolved rules, as SQL in two stages, of which the second reads each number many times. seen: columns of a column observations
(that of compliance_results), and of fresh_<position>.value instead for the positions in fresh; judged: over these, the columns earned, weight and cap. They give what judge_measurements does.';
grant execute on function content.score_columns(jsonb, int[]) to vp_member, vp_definer, vp_dba;
