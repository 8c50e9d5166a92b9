-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function core.srgb_to_linear(channel integer) returns double precision
  language sql immutable parallel safe as $$
  -- The curve's bend, 0.04045, lies between the channel values 10 and 11; so does WCAG's older 0.03928.
  select case
    when channel <= 10 then channel::double precision / 255 / 12.92
    else power((channel::double precision / 255 + 0.055) / 1.055, 2.4)
  end
$$;
comment on function core.srgb_to_linear(integer) is
  'Linear light, 0 to 1, of an sRGB channel value from 0 to 255 (IEC 61966-2-1).';
grant execute on function core.srgb_to_linear(integer) to vp_definer, vp_member, vp_worker;
