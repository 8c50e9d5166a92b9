create function content.letters_of(body text) returns text
  language sql immutable strict parallel safe
  return regexp_replace(core.fold_text(body) collate "und-x-icu", '[^[:alnum:]]+', '', 'g');
comment on function content.letters_of(text) is
  'The letters and digits of a text, folded, without what is between them: a term is found only in a text whose letters hold its own.';
grant execute on function content.letters_of(text) to vp_member, vp_definer, vp_dba;
