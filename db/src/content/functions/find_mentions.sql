create function content.find_mentions(body text) returns text[]
  language sql immutable parallel safe
  begin atomic
    -- The @ within an e-mail address or a URL mentions nobody; @name@server and @name.server are one mention.
    select coalesce(array_agg(mention.found[1] order by mention.n), '{}')
    from regexp_matches(case when strpos(body, '://') > 0 then regexp_replace(body, '(?i)https?://\S*', ' ', 'g') else body end collate "und-x-icu",
      '(?<![[:alnum:]_.+-])([@＠][[:alnum:]_]([[:alnum:]_.@-]*[[:alnum:]_])?)', 'g') with ordinality as mention (found, n);
  end;
comment on function content.find_mentions(text) is 'The mentions of a caption, in order: @ and a name.';
grant execute on function content.find_mentions(text) to vp_member, vp_definer, vp_dba;
