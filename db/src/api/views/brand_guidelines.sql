create view api.brand_guidelines with (security_invoker = true) as
select g.organization_id, g.id, g.brand_profile_id, g.version, g.status, g.palette, g.forbidden_colors, g.prohibited_terms, g.required_terms, g.allowed_fonts,
  g.logo_rules, g.rules, g.notes, g.created_by, g.created_at, g.updated_at, g.activated_at, g.retired_at
from brand.brand_guidelines g;
alter view api.brand_guidelines alter organization_id set default identity.org_id();
alter view api.brand_guidelines alter id set default core.uuid_v7();
alter view api.brand_guidelines alter palette set default '[]';
alter view api.brand_guidelines alter forbidden_colors set default '{}';
alter view api.brand_guidelines alter prohibited_terms set default '{}';
alter view api.brand_guidelines alter required_terms set default '{}';
alter view api.brand_guidelines alter allowed_fonts set default '{}';
alter view api.brand_guidelines alter logo_rules set default '{}';
alter view api.brand_guidelines alter rules set default '{}';
comment on view api.brand_guidelines is 'Versions of a brand''s guidelines
A new one is a draft; activate_guideline makes it the active one, which does not change any more.';
comment on column api.brand_guidelines.palette is 'List of {name, hex (#RRGGBB), role (primary, secondary, accent, neutral)}.';
comment on column api.brand_guidelines.prohibited_terms is 'Words and phrases that must not appear; whole words, case and accents do not matter.';
comment on column api.brand_guidelines.required_terms is 'Words that must be in the caption or on the picture: a disclaimer, a #hashtag, a @mention. Without one of them a picture fails.';
comment on column api.brand_guidelines.allowed_fonts is 'Families that texts may be set in, by the names of the fonts in brand_assets; none: any. Inter takes Inter Bold and Inter 700 too. Case does not matter.';
comment on column api.brand_guidelines.logo_rules is 'places: where the logo may stand (list of top_left, top, top_right, left, center, right, bottom_left, bottom, bottom_right); required: true where a picture without logo fails; ground: light or dark, which the logo is made for.';
comment on column api.brand_guidelines.rules is 'By rule: {"palette": {"weight": 30, "warn": 10, "fail": 20, "gate": false}}; what is not said has its default, which activate_guideline writes into it. GET /compliance_rules lists the rules.';
comment on column api.brand_guidelines.retired_at is 'When another took its place, or retire_guideline was called.';
comment on column api.brand_guidelines.status is 'draft → active → retired; activate_guideline and retire_guideline change it.';
grant select, delete,
  insert (organization_id, id, brand_profile_id, palette, forbidden_colors, prohibited_terms, required_terms, allowed_fonts, logo_rules, rules, notes),
  update (id, brand_profile_id, palette, forbidden_colors, prohibited_terms, required_terms, allowed_fonts, logo_rules, rules, notes) on api.brand_guidelines to vp_member;
