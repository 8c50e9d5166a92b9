create function content.scorer_version() returns int
  language sql immutable parallel safe
  return 1;
comment on function content.scorer_version() is
  'Kept with every score. Count it up with a change of a check that observes another number of the same measurement, or of how numbers are judged: scores by an
earlier one are then judged again by the next rescoring.';
grant execute on function content.scorer_version() to vp_definer, vp_dba;
