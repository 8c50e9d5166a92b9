create function core.describe_age(age interval) returns text
  language sql immutable strict parallel safe
  begin atomic
    select case
      when s < 60 then s || ' s'
      when s < 3600 then s / 60 || ' min'
      when s < 86400 then concat_ws(' ', s / 3600 || ' h', nullif(s % 3600 / 60, 0) || ' min')
      else concat_ws(' ', s / 86400 || ' d', nullif(s % 86400 / 3600, 0) || ' h')
    end
    from (values (floor(greatest(0, extract(epoch from age)))::bigint)) e (s);
  end;
comment on function core.describe_age(interval) is 'How long ago, for people: 3 h 12 min; null when nobody knows.';
grant execute on function core.describe_age(interval) to vp_dba, vp_monitor, vp_definer;
