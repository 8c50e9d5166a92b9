-- Immutable although extensions.unaccent is only stable: the dictionary is named, so no search path chooses it.
create function core.fold_text(body text) returns text
  language plpgsql immutable strict parallel safe set search_path = '' as $$
begin
  -- A space by itself stays, untouched: to replace each of them takes ten times as long as to look for any other.
  -- In ASCII there are neither accents nor characters that nobody sees.
  if octet_length(body) = length(body) then
    return regexp_replace(lower(body collate "C") collate "und-x-icu", '\s{2,}|[^\S ]', ' ', 'g');
  end if;
  return regexp_replace(
    -- A final sigma is the same letter as any other sigma.
    translate(
      lower(
        extensions.unaccent(
          'extensions.unaccent'::regdictionary,
          -- Combining marks, and characters that nobody sees: soft hyphens, zero-width and direction signs, selectors.
          regexp_replace(
            normalize(body, nfkd),
            '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f'
            -- Hebrew points; Arabic vowels, hamzas and the stroke that only makes a word longer.
            || '\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed'
            || '\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]',
            '',
            'g'
          )
        ) collate "und-x-icu"
      ),
      'ς',
      'σ'
    ),
    '\s{2,}|[^\S ]',
    ' ',
    'g'
  );
end $$;
comment on function core.fold_text(text) is
  'Text for comparing: Unicode NFKD in lower case, without accents and invisible characters, each run of spaces as one space.';
grant execute on function core.fold_text(text) to vp_definer, vp_member, vp_worker;
