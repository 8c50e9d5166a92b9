create function core.escape_xml(body text) returns text
  language sql immutable parallel safe
  return replace(replace(replace(replace(
    -- XML has no way to write control characters.
    regexp_replace(body, '[\u0001-\u0008\u000b\u000c\u000e-\u001f]', '', 'g'), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;');
comment on function core.escape_xml(text) is 'A text as it is written in XML, in an attribute too.';
grant execute on function core.escape_xml(text) to vp_definer, vp_member;
