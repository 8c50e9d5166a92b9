create function content.renderer_version() returns int
  language sql immutable parallel safe
  return 8;
comment on function content.renderer_version() is
  'Part of every render_key. Count it up with a change of the renderer that makes other pictures, or measures other figures, of the same inputs.';
grant execute on function content.renderer_version() to vp_definer;
