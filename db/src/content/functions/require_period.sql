create function content.require_period(scored_from timestamptz, scored_to timestamptz) returns void
  language plpgsql stable set search_path = '' as $$
begin
  if scored_from >= scored_to then
    perform core.raise('VP201', 'scored_from must be before scored_to.', 'The period begins at scored_from and ends before scored_to; leave either out for no limit.');
  end if;
end $$;
comment on function content.require_period(timestamptz, timestamptz) is 'Raises VP201 unless a period of scores holds some time; null: no limit.';
grant execute on function content.require_period(timestamptz, timestamptz) to vp_definer;
