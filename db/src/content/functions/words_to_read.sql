-- No SET clause: it would keep the planner from inlining it.
create function content.words_to_read(measured jsonb) returns table (field text, layer text, body text)
  language sql immutable parallel safe rows 4
  begin atomic
    select 'text', t.layer, t.text
    from jsonb_to_recordset(content.valid_items(measured -> 'texts', 'strict $[*] ? (@.layer.type() == "string" && @.text.type() == "string").type()'))
      as t (layer text, text text)
    union all
    select said.field, null, measured ->> said.field
    from (values ('caption'), ('alt_text')) said (field)
    where jsonb_typeof(measured -> said.field) = 'string';
  end;
comment on function content.words_to_read(jsonb) is
  'All words that come with a picture: text (by layer, on the picture itself), caption and alt_text. What is unsound is left out: words_fault says so.';
grant execute on function content.words_to_read(jsonb) to vp_member, vp_definer, vp_dba;
