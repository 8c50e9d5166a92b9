-- No SET clause: it would keep the planner from inlining it.
create function content.check_nsfw(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when jsonb_typeof(measured #> '{asset,is_nsfw}') = 'boolean' then case when (measured #>> '{asset,is_nsfw}')::boolean then 1 else 0 end::numeric end,
      case when coalesce(jsonb_typeof(measured #> '{asset,is_nsfw}'), '') not in ('boolean', 'null')
        then 'The measurement''s asset does not say whether its provider flagged it. Render the variant again.' end,
      case when measured #> '{asset,is_nsfw}' = 'true' then jsonb_build_array(jsonb_build_object('asset', measured #> '{asset,id}', 'flagged_by', measured #> '{asset,kind}')) else '[]' end,
      case
        when measured #> '{asset,is_nsfw}' = 'null' then 'Nobody has looked whether the source picture is safe for work.'
        when measured #> '{asset,is_nsfw}' = 'true' then 'The source picture was flagged as not safe for work. Take another.'
        else 'The source picture was not flagged as unsafe.'
      end;
  end;
comment on function content.check_nsfw(jsonb, jsonb, jsonb) is
  'Whether the source picture was flagged as not safe for work by who made it.';
grant execute on function content.check_nsfw(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
