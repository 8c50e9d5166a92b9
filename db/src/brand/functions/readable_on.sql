create function brand.readable_on(hex text) returns text
  language sql immutable strict parallel safe
  return case when core.contrast_ratio(hex, '#FFFFFF') >= core.contrast_ratio(hex, '#000000') then '#FFFFFF' else '#000000' end;
comment on function brand.readable_on(text) is 'Black or white: whichever has more contrast (WCAG 2) on a colour.';
grant execute on function brand.readable_on(text) to vp_definer;
