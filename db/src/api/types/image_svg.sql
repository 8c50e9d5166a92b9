-- PostgREST answers Accept: image/svg+xml with aggregates of this type.
create domain api."image/svg+xml" as text;
comment on domain api."image/svg+xml" is 'An SVG.';
