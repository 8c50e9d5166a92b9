-- Text, because a million scores by parameters that stand in the query take seconds, by parameters in arrays more than a minute.
create function content.score_columns(rules jsonb, former jsonb default '{}', fresh int[] default '{}', out seen text, out judged text)
  language sql immutable parallel safe
  begin atomic
    with earlier as materialized (
      select v.key as id, p.* from jsonb_each(former) v (key, rules) cross join lateral brand.rule_parameters(v.rules) p
    ), compared as materialized (
      select p.*, p."position" = any(fresh) as is_fresh,
        p."position" = any(fresh) or (w.versions > 0 and w.differs) as is_touched, p."position" = any(fresh) or (w.versions > 0 and w.gate_differs) as is_gate_touched
      from brand.rule_parameters(rules) p
      cross join lateral (
        select count(*) as versions, bool_or((e.warn, e.fail, e.zero, e.weight) <> (p.warn, p.fail, p.zero, p.weight)) as differs,
          bool_or((e.warn, e.fail, e.zero, coalesce(e.gate_cap, -1)) <> (p.warn, p.fail, p.zero, coalesce(p.gate_cap, -1))) as gate_differs
        from earlier e
        where e."position" = p."position"
      ) w
    ), way as materialized (
      -- What most rules have changed is added up anew: each rule that is changed takes two terms.
      select former <> '{}' and 2 * count(*) filter (where c.is_touched) < count(*) as keeps from compared c
    ), parameter as materialized (
      select c."position", c.warn, c.fail, c.zero, c.weight, c.gate_cap, c.is_fresh, c.is_touched or not w.keeps as is_added,
        c.gate_cap is not null and (c.is_gate_touched or not w.keeps) as is_gate_added, c.is_gate_touched and w.keeps as is_gate_touched
      from compared c
      cross join way w
    ), added as materialized (
      select
        string_agg(format('coalesce(content.judge_value(seen_%s, %s, %s, %s), 0)::bigint * %s', p."position", p.warn, p.fail, p.zero, p.weight), ' + ' order by p."position")
          filter (where p.is_added and p.weight > 0) as earned,
        string_agg(format('case when seen_%s >= 0 then %s::bigint else 0 end', p."position", p.weight), ' + ' order by p."position")
          filter (where p.is_added and p.weight > 0) as weight,
        format('least(%s)', concat_ws(', ', 'null::int', string_agg(format('case when content.judge_value(seen_%s, %s, %s, %s) < 50000 then %s end', p."position", p.warn, p.fail, p.zero, p.gate_cap), ', ' order by p."position")
          filter (where p.is_gate_added))) as cap,
        -- Looked at where a gate had failed: not to be read before.
        format('least(%s)', concat_ws(', ', 'null::int', string_agg(format('case when content.judge_value(%s, %s, %s, %s) < 50000 then %s end',
          case when p.is_fresh then format('seen_%s', p."position") else format('observations[%s]', p."position") end, p.warn, p.fail, p.zero, p.gate_cap), ', ' order by p."position")
          filter (where p.gate_cap is not null))) as whole_cap,
        bool_or(p.is_gate_touched) as touches_gates
      from parameter p
    ), taken as materialized (
      -- Versions that judge these rules alike are one case.
      select t.earned, t.weight, format('when brand_guideline_id = any(%L::uuid[]) then ', array_agg(t.id)) as condition
      from (
        select e.id,
          string_agg(format(' - coalesce(content.judge_value(%s_%s, %s, %s, %s), 0)::bigint * %s', case when p.is_fresh then 'was' else 'seen' end, e."position", e.warn, e.fail, e.zero, e.weight),
            '' order by e."position") filter (where p.is_added and e.weight > 0) as earned,
          string_agg(format(' - case when %s_%s >= 0 then %s::bigint else 0 end', case when p.is_fresh then 'was' else 'seen' end, e."position", e.weight),
            '' order by e."position") filter (where p.is_added and e.weight > 0) as weight
        from earlier e
        join parameter p on p."position" = e."position"
        group by e.id
      ) t
      group by t.earned, t.weight
    ), kept as (
      select format('case %s end', string_agg(concat(t.condition, 'former_earned', t.earned), ' ')) as earned, format('case %s end', string_agg(concat(t.condition, 'former_weight', t.weight), ' ')) as weight
      from taken t
    )
    select
      concat_ws(', ',
        case when w.keeps then 'observations, brand_guideline_id, earned as former_earned, weight as former_weight, cap as former_cap' end,
        (
          select string_agg(case when p.is_fresh then format('fresh_%s.value as seen_%1$s, observations[%1$s] as was_%1$s', p."position") else format('observations[%s] as seen_%1$s', p."position") end, ', ' order by p."position")
          from parameter p
          where p.is_added or p.is_gate_added
        )),
      format('%s as earned, %s as weight, %s as cap',
        coalesce(concat_ws(' + ', case when w.keeps then k.earned end, a.earned), '0'),
        coalesce(concat_ws(' + ', case when w.keeps then k.weight end, a.weight), '0'),
        case
          when not w.keeps then a.cap
          when a.touches_gates then format('case when former_cap is null then %s else %s end', a.cap, a.whole_cap)
          else 'former_cap'
        end)
    from way w
    cross join added a
    cross join kept k;
  end;
comment on function content.score_columns(jsonb, jsonb, int[]) is
  'What content.total_score() takes, by resolved rules, as SQL in two stages, of which the second reads each number many times. seen: columns of a column observations
(that of compliance_results), and of fresh_<position>.value instead for the positions in fresh, beside was_<position>, which judged before; judged: over these, the columns earned, weight and cap. They give what judge_measurements does.
former: the resolved rules of the versions {id: rules} that have judged; then their results'' own earned, weight and cap are read too, and only what the rules change is taken away and added.';
grant execute on function content.score_columns(jsonb, jsonb, int[]) to vp_member, vp_definer, vp_dba;
