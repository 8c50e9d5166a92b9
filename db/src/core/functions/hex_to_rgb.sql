create function core.hex_to_rgb(hex text) returns bytea
  language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  if hex !~ '^#?[0-9A-Fa-f]{6}$' then
    raise exception using
      errcode = '22023',
      message = format('invalid colour %L', left(hex, 40)),
      hint = 'Write a colour as #RRGGBB, six hexadecimal digits.';
  end if;
  return decode(right(hex, 6), 'hex');
end $$;
comment on function core.hex_to_rgb(text) is
  'The three bytes red, green and blue of a colour written #RRGGBB or RRGGBB; any other text raises 22023.';
grant execute on function core.hex_to_rgb(text) to vp_definer, vp_member, vp_worker;
