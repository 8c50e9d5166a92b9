-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.words_fault(measured jsonb) returns text
  language sql immutable parallel safe
  return case
    when content.valid_items(measured -> 'texts', 'strict $[*] ? (@.layer.type() == "string" && @.text.type() == "string").type()') is null
      then 'The measurement''s texts are missing or lack layer or text. Render the variant again.'
    when jsonb_typeof(measured -> 'caption') is distinct from 'string' then 'The measurement''s caption is missing or not a text. Render the variant again.'
    when coalesce(jsonb_typeof(measured -> 'alt_text'), '') not in ('string', 'null') then 'The measurement''s alt_text is missing or not a text. Render the variant again.'
  end;
comment on function content.words_fault(jsonb) is 'What is wrong with the measured words of a picture, its caption and its alternative text; null when nothing is.';
grant execute on function content.words_fault(jsonb) to vp_member, vp_definer, vp_dba;
