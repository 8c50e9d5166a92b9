-- migrate:up

create schema brand;
comment on schema brand is 'Brand identity and rules: profiles, guideline versions, assets and templates.';
grant usage on schema brand to vp_member, vp_worker, vp_definer, vp_dba;

create function brand.is_palette(value jsonb) returns boolean
  language sql immutable parallel safe
  return jsonb_typeof(value) = 'array' and jsonb_array_length(value) <= 24 and not exists (
    select from jsonb_array_elements(value) color
    where jsonb_typeof(color) <> 'object'
      or not core.is_hex_color(color ->> 'hex')
      or coalesce(color ->> 'role', '') not in ('primary', 'secondary', 'accent', 'neutral')
      or length(coalesce(color ->> 'name', '')) not between 1 and 60);
comment on function brand.is_palette(jsonb) is 'True for a list of at most 24 {name, hex, role}; role is primary, secondary, accent or neutral.';
grant execute on function brand.is_palette(jsonb) to public;

create function brand.are_terms(value text[]) returns boolean
  language sql immutable parallel safe
  return cardinality(value) <= 500 and not exists (
    select from unnest(value) item (term)
    where item.term is null
      or length(item.term) > 200
      -- Spaces of every kind, marks without a letter, and characters that nobody sees are no term.
      or normalize(item.term, nfkd) ~ ('^[\u0001-\u0020\u007f\u0085\u00a0\u00ad\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7'
        || '\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1680\u1ab0-\u1aff\u1dc0-\u1dff'
        || '\u2000-\u200f\u2028-\u202f\u205f-\u206f\u20d0-\u20ff\u3000\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]*$'));
comment on function brand.are_terms(text[]) is 'True for a list of at most 500 terms of at most 200 characters, none of them blank.';
grant execute on function brand.are_terms(text[]) to public;

create table brand.brand_profiles (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  name text not null check (length(btrim(name)) between 1 and 120),
  description text check (length(description) <= 4000),
  voice text check (length(voice) <= 4000),
  status text not null default 'active' check (status in ('active', 'archived')),
  created_by uuid,
  metadata jsonb not null default '{}' check (core.is_metadata(metadata)),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, name),
  constraint brand_profiles_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id)
);
create index brand_profiles_created_by_idx on brand.brand_profiles (organization_id, created_by);
comment on table brand.brand_profiles is 'Brands. What a brand allows is in its guideline versions, what it looks like in its assets.';
comment on column brand.brand_profiles.voice is 'How the brand speaks, in words.';
alter table brand.brand_profiles enable row level security;

create table brand.brand_guidelines (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  brand_profile_id uuid not null,
  version int not null check (version > 0),
  status text not null default 'draft' check (status in ('draft', 'active', 'retired')),
  palette jsonb not null default '[]' check (brand.is_palette(palette)),
  forbidden_colors text[] not null default '{}' check (core.are_hex_colors(forbidden_colors)),
  prohibited_terms text[] not null default '{}' check (brand.are_terms(prohibited_terms)),
  required_terms text[] not null default '{}' check (brand.are_terms(required_terms)),
  allowed_fonts text[] not null default '{}' check (brand.are_terms(allowed_fonts)),
  logo_rules jsonb not null default '{}' check (core.is_metadata(logo_rules)),
  rules jsonb not null default '{}' check (core.is_metadata(rules)),
  rules_until int,
  notes text check (length(notes) <= 4000),
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  activated_at timestamptz,
  retired_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, brand_profile_id, version),
  constraint brand_guidelines_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id),
  constraint brand_guidelines_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id)
);
create unique index brand_guidelines_active_key on brand.brand_guidelines (organization_id, brand_profile_id) where status = 'active';
create index brand_guidelines_created_by_idx on brand.brand_guidelines (organization_id, created_by);
comment on table brand.brand_guidelines is 'Versions of a brand''s guidelines: draft → active → retired. An active version is immutable; one is active a brand.';
comment on column brand.brand_guidelines.palette is 'List of {name, hex, role}: the brand''s colours.';
comment on column brand.brand_guidelines.rules is 'Overrides by rule of the catalogue: {"palette": {"weight": 30, "warn": 10, "fail": 20, "gate": false}, …}. What is not said has the catalogue''s default, which activation writes into it.';
comment on column brand.brand_guidelines.rules_until is 'Position in the catalogue of the last rule that there was when it came into force: those that came later do not count under it. Null: all count.';
comment on column brand.brand_guidelines.required_terms is 'Words that must be in the caption or on the picture: a disclaimer, a #hashtag, a @mention.';
comment on column brand.brand_guidelines.allowed_fonts is 'Families that texts may be set in; none: any.';
comment on column brand.brand_guidelines.logo_rules is 'places: where the logo may stand, of top_left, top, top_right, left, center, right, bottom_left, bottom and bottom_right; required: true where a picture without logo fails; ground: light or dark, which the logo is made for, light unless said.';
alter table brand.brand_guidelines enable row level security;

create table brand.brand_assets (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  brand_profile_id uuid not null,
  kind text not null check (kind in ('logo', 'font', 'image')),
  name text not null check (length(btrim(name)) between 1 and 200),
  file_id uuid not null,
  font_weight int check (font_weight between 100 and 900),
  font_role text check (font_role in ('heading', 'body')),
  is_default boolean not null default false,
  status text not null default 'active' check (status in ('active', 'archived')),
  tags text[] not null default '{}' check (cardinality(tags) <= 50),
  license jsonb not null default '{}' check (core.is_metadata(license)),
  license_expires_on date,
  metadata jsonb not null default '{}' check (core.is_metadata(metadata)),
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  search tsvector not null generated always as (
    setweight(to_tsvector('pg_catalog.simple', name), 'A') || setweight(array_to_tsvector(tags), 'B')) stored,
  primary key (organization_id, id),
  constraint brand_assets_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id),
  constraint brand_assets_file_fkey foreign key (organization_id, file_id)
    references system.files (organization_id, id),
  constraint brand_assets_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id),
  check ((kind = 'font') = (font_weight is not null)),
  check (kind = 'font' or font_role is null)
);
create unique index brand_assets_default_logo_key on brand.brand_assets (organization_id, brand_profile_id)
  where kind = 'logo' and is_default and status = 'active';
create index brand_assets_brand_profile_idx on brand.brand_assets (organization_id, brand_profile_id, kind);
create index brand_assets_file_idx on brand.brand_assets (organization_id, file_id);
create index brand_assets_created_by_idx on brand.brand_assets (organization_id, created_by);
create index brand_assets_name_trgm_idx on brand.brand_assets using gin (organization_id, name extensions.gin_trgm_ops);
create index brand_assets_search_idx on brand.brand_assets using gin (organization_id, search);
create index brand_assets_tags_idx on brand.brand_assets using gin (organization_id, tags);
create index brand_assets_metadata_idx on brand.brand_assets using gin (organization_id, metadata jsonb_path_ops);
comment on table brand.brand_assets is 'Logos, fonts and pictures of a brand; each is an uploaded file.';
comment on column brand.brand_assets.is_default is 'The logo that templates take when they name none.';
alter table brand.brand_assets enable row level security;

create table brand.content_templates (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) <= 63),
  version int not null default 1 check (version > 0),
  name text not null check (length(btrim(name)) between 1 and 120),
  description text check (length(description) <= 4000),
  status text not null default 'active' check (status in ('active', 'retired')),
  brand_profile_id uuid,
  layout jsonb not null check (jsonb_typeof(layout) = 'object' and octet_length(layout::text) <= 65536),
  created_by uuid,
  metadata jsonb not null default '{}' check (core.is_metadata(metadata)),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, slug, version),
  constraint content_templates_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id),
  constraint content_templates_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id)
);
create index content_templates_brand_profile_idx on brand.content_templates (organization_id, brand_profile_id);
create index content_templates_created_by_idx on brand.content_templates (organization_id, created_by);
comment on table brand.content_templates is 'Layouts as versions: a layout that is in use does not change, it gets a new version. Those of the system organisation are shared.';
comment on column brand.content_templates.layout is 'Object: variables, background, layers painted in order, overrides by shape or placement. {{name}} takes the value of a variable.';
alter table brand.content_templates enable row level security;

-- What each column holds, where it is not said above.
comment on column brand.brand_profiles.organization_id is 'The organisation that it belongs to.';
comment on column brand.brand_profiles.id is 'The row''s own id.';
comment on column brand.brand_profiles.name is 'What people call it.';
comment on column brand.brand_profiles.description is 'In a few sentences.';
comment on column brand.brand_profiles.status is 'active or archived.';
comment on column brand.brand_profiles.created_by is 'Who made it; null where no person did.';
comment on column brand.brand_profiles.metadata is 'The client''s own: an object of at most 16 KiB.';
comment on column brand.brand_profiles.created_at is 'When the row was made.';
comment on column brand.brand_profiles.updated_at is 'When it was last changed.';
comment on column brand.brand_guidelines.organization_id is 'The organisation that it belongs to.';
comment on column brand.brand_guidelines.id is 'The row''s own id.';
comment on column brand.brand_guidelines.brand_profile_id is 'The brand.';
comment on column brand.brand_guidelines.version is 'Counted for each brand.';
comment on column brand.brand_guidelines.status is 'draft, active or retired.';
comment on column brand.brand_guidelines.forbidden_colors is 'Colours (#RRGGBB) that must not cover the picture.';
comment on column brand.brand_guidelines.prohibited_terms is 'Words and phrases that must not appear.';
comment on column brand.brand_guidelines.notes is 'For people.';
comment on column brand.brand_guidelines.created_by is 'Who made it; null where no person did.';
comment on column brand.brand_guidelines.created_at is 'When the row was made.';
comment on column brand.brand_guidelines.updated_at is 'When it was last changed.';
comment on column brand.brand_guidelines.activated_at is 'When it came into force.';
comment on column brand.brand_guidelines.retired_at is 'When another took its place.';
comment on column brand.brand_assets.organization_id is 'The organisation that it belongs to.';
comment on column brand.brand_assets.id is 'The row''s own id.';
comment on column brand.brand_assets.brand_profile_id is 'The brand.';
comment on column brand.brand_assets.kind is 'logo, font or image.';
comment on column brand.brand_assets.name is 'What people call it.';
comment on column brand.brand_assets.file_id is 'The stored file.';
comment on column brand.brand_assets.font_weight is '100 to 900; of fonts only.';
comment on column brand.brand_assets.font_role is 'heading or body: the texts that take this font; null: any.';
comment on column brand.brand_assets.status is 'active or archived.';
comment on column brand.brand_assets.tags is 'Words to find it by.';
comment on column brand.brand_assets.license is 'Under what terms it may be used.';
comment on column brand.brand_assets.license_expires_on is 'The last day of the licence; null: it does not end.';
comment on column brand.brand_assets.metadata is 'The client''s own: an object of at most 16 KiB.';
comment on column brand.brand_assets.created_by is 'Who made it; null where no person did.';
comment on column brand.brand_assets.created_at is 'When the row was made.';
comment on column brand.brand_assets.updated_at is 'When it was last changed.';
comment on column brand.brand_assets.search is 'The words of name and tags.';
comment on column brand.content_templates.organization_id is 'The organisation that it belongs to.';
comment on column brand.content_templates.id is 'The row''s own id.';
comment on column brand.content_templates.slug is 'Its name in URLs and in code.';
comment on column brand.content_templates.version is 'Counted for each slug.';
comment on column brand.content_templates.name is 'What people call it.';
comment on column brand.content_templates.description is 'In a few sentences.';
comment on column brand.content_templates.status is 'active or retired.';
comment on column brand.content_templates.brand_profile_id is 'The one brand that it is for; null for any.';
comment on column brand.content_templates.created_by is 'Who made it; null where no person did.';
comment on column brand.content_templates.metadata is 'The client''s own: an object of at most 16 KiB.';
comment on column brand.content_templates.created_at is 'When the row was made.';
comment on column brand.content_templates.updated_at is 'When it was last changed.';

-- migrate:down
drop schema brand cascade;
