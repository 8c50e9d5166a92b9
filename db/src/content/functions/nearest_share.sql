-- No SET clause: it would keep the planner from inlining it.
create function content.nearest_share(shares numeric[], n bigint, area numeric) returns table (share numeric)
  language sql immutable parallel safe rows 1
  begin atomic
    select greatest(least(shares[n], area - coalesce(sum(s), 0)), 0) from unnest(shares[:n - 1]) s;
  end;
comment on function content.nearest_share(numeric[], bigint, numeric) is
  'How much of the n-th of some shares of a picture counts where only as much as area does: what is left of it after the ones before.';
grant execute on function content.nearest_share(numeric[], bigint, numeric) to vp_member, vp_definer, vp_dba;
