-- Functions answer it; no column is of this type.
create domain api.ingested_metrics as json
  -- squawk-ignore ban-create-domain-with-constraint
  check (core.is_answer(value, '{"inserted": "number", "duplicates": "number"}'));
comment on domain api.ingested_metrics is 'How many figures were stored, and how many were stored before.';
