-- No SET clause: it would keep the planner from inlining it.
create function content.check_alt_text_file_name(measured jsonb, rule jsonb, context jsonb)
  returns table (value numeric, fault text, evidence jsonb, message text)
  language sql immutable parallel safe rows 1
  begin atomic
    select
      case when coalesce(c.body, '') ~ '\S' then case when c.is_name then 1 else 0 end::numeric end,
      case when coalesce(jsonb_typeof(measured -> 'alt_text'), '') not in ('string', 'null') then 'The measurement''s alt_text is missing or not a text. Render the variant again.' end,
      case when c.is_name then jsonb_build_array(jsonb_build_object('field', 'alt_text', 'offset', 0, 'matched', c.body)) else '[]' end,
      case
        when coalesce(c.body, '') !~ '\S' then 'There is no alternative text.'
        when c.is_name then format('The alternative text "%s" is the name of a file: say what the picture shows.', left(c.body, 80))
        else 'The alternative text is no file name.'
      end
    from (
      select s.body, s.body ~* '\.(jpe?g|png|gif|webp|avif|hei[cf]|tiff?|bmp|svg)\s*$'
        or s.body ~* '^\s*(img|dsc[fn]?|pxl|mvimg|image|photo|picture|screen ?shot|whatsapp image|untitled)?([-_ .()]*(\d+|at|edit|copy))*[-_ .()]*$' as is_name
      from (select case when jsonb_typeof(measured -> 'alt_text') = 'string' then measured ->> 'alt_text' end as body offset 0) s
      offset 0
    ) c;
  end;
comment on function content.check_alt_text_file_name(jsonb, jsonb, jsonb) is
  'Whether the alternative text is the name of a file, as cameras and programs give them.';
grant execute on function content.check_alt_text_file_name(jsonb, jsonb, jsonb) to vp_member, vp_definer, vp_dba;
