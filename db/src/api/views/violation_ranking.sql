create view api.violation_ranking with (security_invoker = true) as
select v.organization_id, v.brand_profile_id, v.month, v.dimension, v.member, v.check_key, v.rank, v.applied, v.warned, v.failed, v.errors,
  v.violation_rate, v.lost_points, v.refreshed_at
from analytics.read_violation_ranking() v;
comment on view api.violation_ranking is 'Which checks cost most, by platform, template and author
A brand and UTC month, as of refreshed_at. Each variant revision counts once, by its newest result, in the month of its first. Checks that found nothing are left out.';
comment on column api.violation_ranking.organization_id is 'The organisation that it belongs to.';
comment on column api.violation_ranking.brand_profile_id is 'The brand.';
comment on column api.violation_ranking.month is 'Its first day, in UTC.';
comment on column api.violation_ranking.dimension is 'What member is: brand (all of its pictures), platform, template or author.';
comment on column api.violation_ranking.member is 'The platform''s name, or the id of the brand, template or author.';
comment on column api.violation_ranking.check_key is 'The check.';
comment on column api.violation_ranking.rank is '1 for what took most off the scores of the member in the month.';
comment on column api.violation_ranking.applied is 'Variant revisions to which the check applied.';
comment on column api.violation_ranking.warned is 'Warned.';
comment on column api.violation_ranking.failed is 'Failed.';
comment on column api.violation_ranking.errors is 'Could not be made: the picture has no score.';
comment on column api.violation_ranking.violation_rate is 'Warned and failed among those to which it applied, 0 to 1; null where it applied to none.';
comment on column api.violation_ranking.lost_points is 'What it took off the scores, added up; caps of gates are not in it.';
comment on column api.violation_ranking.refreshed_at is 'When these rows were worked out; null until the first refresh after a deploy.';
grant select on api.violation_ranking to vp_member;

create trigger violation_ranking__refuse_write instead of insert or update or delete on api.violation_ranking
  for each row execute function core.refuse_write();
