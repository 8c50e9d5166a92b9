create function core.text_direction(body text) returns text
  language sql immutable parallel safe
  begin atomic
    select case
      -- Hebrew to Arabic Extended-A, their presentation forms, and the right-to-left scripts of the higher planes.
      when strong.letter ~ '[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]' then 'rtl'
      when strong.letter is not null then 'ltr'
    end
    from (select substring(body from '[A-Za-z\u00aa\u00b5\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02b8\u0370-\u1fff\u2c00-\ud7ff\uf900-\ufdff\ufe70-\ufefc\uff21-\uff3a\uff41-\uffdc\U00010000-\U0001efff\U00020000-\U0003ffff]') as letter) strong;
  end;
comment on function core.text_direction(text) is
  'Whether a text runs from left to right or from right to left: ltr or rtl, by its first letter that says so (Unicode UAX #9, rule P2); null where none does.';
grant execute on function core.text_direction(text) to vp_definer;
