-- No SET clause: it would keep the planner from inlining it.
create function content.check_ai_disclosure(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when measured #> '{asset,is_ai}' = 'true' then case when coalesce(measured ->> 'disclosure', '') ~* 'trainedAlgorithmicMedia' then 0 else 1 end::numeric end,
      case
        when jsonb_typeof(measured #> '{asset,is_ai}') is distinct from 'boolean' then 'The measurement''s asset does not say whether AI made it. Render the variant again.'
        when measured #> '{asset,is_ai}' = 'true' and coalesce(jsonb_typeof(measured -> 'disclosure'), '') not in ('string', 'null') then 'The measurement does not say what the file discloses. Render the variant again.'
      end,
      case when measured #> '{asset,is_ai}' = 'true' then jsonb_build_array(jsonb_build_object('disclosure', measured -> 'disclosure')) else '[]' end,
      case
        when measured #> '{asset,is_ai}' is distinct from 'true' then 'Nobody said that AI made the picture.'
        when coalesce(measured ->> 'disclosure', '') ~* 'trainedAlgorithmicMedia' then 'The file says that AI made the picture.'
        else 'AI made the picture, and the file does not say so. Render the variant again: its IPTC digital source type is written then.'
      end;
  end;
comment on function content.check_ai_disclosure(jsonb, jsonb, jsonb) is
  'Whether the file of a picture that AI made says so (IPTC digital source type).';
grant execute on function content.check_ai_disclosure(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
