-- No SET clause: it would keep the planner from inlining it.
create function content.check_near_duplicate(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      n.distance,
      case when measured -> 'nearest' is distinct from 'null' and (n.distance between 0 and 64) is not true
        then 'The measurement''s nearest picture is missing or lacks its distance. Render the variant again.' end,
      case when jsonb_typeof(measured -> 'nearest') = 'object' then jsonb_build_array(measured -> 'nearest') else '[]' end,
      case
        when measured -> 'nearest' = 'null' then 'Nothing was published for this placement yet.'
        when n.distance >= (rule ->> 'warn')::numeric then format('The published picture most like it differs in %s of 64 bits.', n.distance)
        else format('It looks like variant %s, which was published: their perceptual hashes differ in %s of 64 bits. Take another picture or crop.', measured #>> '{nearest,asset_variant_id}', n.distance)
      end
    from (
      select case when jsonb_typeof(measured #> '{nearest,distance}') = 'number' then (measured #>> '{nearest,distance}')::numeric end as distance
      offset 0
    ) n;
  end;
comment on function content.check_near_duplicate(jsonb, jsonb, jsonb) is
  'In how many of 64 bits the perceptual hash differs from that of the most similar picture that the brand published for the placement.';
grant execute on function content.check_near_duplicate(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
