-- PostgREST answers Accept: image/png with aggregates of this type.
create domain api."image/png" as bytea;
comment on domain api."image/png" is 'A PNG, or nothing where the answer sends the client on to one.';
