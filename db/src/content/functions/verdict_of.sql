-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.verdict_of(score int) returns text
  language sql immutable parallel safe
  return case when score >= 8000 then 'pass' when score >= 5000 then 'warn' when score is not null then 'fail' else 'incomplete' end;
comment on function content.verdict_of(int) is 'The verdict of a score in hundredths: pass from 80, warn from 50, else fail; incomplete without one.';
grant execute on function content.verdict_of(int) to vp_member, vp_definer, vp_dba;
