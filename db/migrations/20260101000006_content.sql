-- migrate:up

create schema content;
comment on schema content is 'Generation: requests, sourced pictures, variants, measurements, scores and publications.';
grant usage on schema content to vp_anon, vp_member, vp_worker, vp_definer, vp_dba, vp_monitor;

create table content.platform_placements (
  platform text not null check (platform ~ '^[a-z]+$'),
  placement text not null check (placement ~ '^[a-z0-9_]+$'),
  name text not null,
  width int not null check (width between 16 and 8192),
  height int not null check (height between 16 and 8192),
  formats text[] not null check (cardinality(formats) > 0 and formats <@ array['jpeg', 'png', 'webp', 'gif']),
  max_bytes bigint not null check (max_bytes > 0),
  max_images int check (max_images > 0),
  safe_top int not null default 0 check (safe_top >= 0),
  safe_right int not null default 0 check (safe_right >= 0),
  safe_bottom int not null default 0 check (safe_bottom >= 0),
  safe_left int not null default 0 check (safe_left >= 0),
  title_limit int check (title_limit > 0),
  caption_limit int check (caption_limit > 0),
  caption_unit text not null default 'characters' check (caption_unit in ('characters', 'weighted', 'graphemes', 'short_links', 'emoji_bytes', 'utf16', 'bytes')),
  hashtag_limit int check (hashtag_limit >= 0),
  mention_limit int check (mention_limit >= 0),
  alt_text_limit int check (alt_text_limit > 0),
  alt_text_required boolean not null default false,
  is_enabled boolean not null default true,
  valid_from date not null,
  source text not null,
  primary key (platform, placement)
);
comment on table content.platform_placements is 'Where a variant can go, and the platform''s limits there. Global; changes by a migration under db/data.';
comment on column content.platform_placements.formats is 'Accepted file formats, the preferred first.';
comment on column content.platform_placements.safe_top is 'Pixels at the top that the platform covers; likewise right, bottom and left.';
comment on column content.platform_placements.caption_unit is 'How the platform counts: characters, weighted (X), graphemes (Bluesky), short_links (Mastodon), emoji_bytes (Threads), utf16 (TikTok), bytes (YouTube).';
alter table content.platform_placements enable row level security;

create table content.content_requests (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  brand_profile_id uuid not null,
  template_organization_id uuid not null,
  content_template_id uuid not null,
  title text not null check (length(btrim(title)) between 1 and 200),
  search_term text not null check (length(btrim(search_term)) between 1 and 200),
  prompt text check (length(btrim(prompt)) between 3 and 4000),
  sources jsonb not null default '[{"type": "stock"}]',
  copy jsonb not null default '{}' check (core.is_metadata(copy)),
  layer_overrides jsonb not null default '{}' check (core.is_metadata(layer_overrides)),
  caption text not null default '' check (length(caption) <= 70000),
  alt_text text check (length(alt_text) <= 5000),
  placements text[] not null check (cardinality(placements) between 1 and 40),
  priority int not null default 0 check (priority between -100 and 100),
  due_at timestamptz,
  status text not null default 'queued'
    check (status in ('queued', 'sourcing', 'rendering', 'ready', 'failed', 'needs_attention', 'cancelled')),
  failure text,
  fallback_reason text,
  expansion_failure text,
  idempotency_key text check (length(idempotency_key) between 1 and 200),
  request_hash text not null,
  created_by uuid,
  metadata jsonb not null default '{}' check (core.is_metadata(metadata)),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  finished_at timestamptz,
  primary key (organization_id, id),
  constraint content_requests_idempotency_key unique (organization_id, idempotency_key),
  constraint content_requests_brand_profile_fkey foreign key (organization_id, brand_profile_id)
    references brand.brand_profiles (organization_id, id),
  constraint content_requests_template_fkey foreign key (template_organization_id, content_template_id)
    references brand.content_templates (organization_id, id),
  constraint content_requests_template_shared_check
    check (template_organization_id in (organization_id, identity.system_organization_id())),
  constraint content_requests_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id)
);
create index content_requests_brand_profile_idx on content.content_requests (organization_id, brand_profile_id, id desc);
create index content_requests_template_idx on content.content_requests (template_organization_id, content_template_id, organization_id);
create index content_requests_created_by_idx on content.content_requests (organization_id, created_by, id desc);
create index content_requests_status_idx on content.content_requests (organization_id, status, id desc);
create index content_requests_open_idx on content.content_requests (organization_id, id)
  where status in ('queued', 'sourcing', 'rendering', 'needs_attention');
comment on table content.content_requests is 'What somebody wants: a picture, in these placements, in this brand. Inserting one starts the pipeline.';
comment on column content.content_requests.search_term is 'What to search for at the stock source.';
comment on column content.content_requests.prompt is 'What an AI picture shows; the search term, unless said. The brand''s voice, colours and exclusions are added.';
comment on column content.content_requests.sources is 'Where the picture comes from: [{"type": "stock"}] or [{"type": "ai", "model": "mystic"}]; with expand, it may be painted on beyond its edges.';
comment on column content.content_requests.copy is 'The words on the picture: headline, subline, call_to_action, …, by the template''s variables.';
comment on column content.content_requests.layer_overrides is 'Changes of the template''s layers by id: hidden, color, ….';
comment on column content.content_requests.placements is 'As platform/placement: instagram/square, instagram/story, facebook/link, ….';
comment on column content.content_requests.request_hash is 'Of what was asked for: the same idempotency key with another body is refused.';
comment on column content.content_requests.failure is 'Why it failed or what a person must decide, in words.';
comment on column content.content_requests.fallback_reason is
  'Why the picture comes from stock, though an AI source was asked for: its source''s fallback was taken.';
comment on column content.content_requests.expansion_failure is
  'Why the picture was not painted on beyond its edges for all placements, though its source says expand: those are filled up as without it.';
alter table content.content_requests enable row level security;

create function content.is_point(value jsonb) returns boolean
  language sql immutable parallel safe
  return coalesce(value = jsonb_build_object('x', value -> 'x', 'y', value -> 'y')
    and jsonb_path_exists(value, 'strict $ ? (@.x >= 0 && @.x <= 1 && @.y >= 0 && @.y <= 1)'), false);
comment on function content.is_point(jsonb) is 'True for {"x", "y"}, both from 0 to 1.';
grant execute on function content.is_point(jsonb) to public;

create table content.generated_assets (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  content_request_id uuid not null,
  kind text not null check (kind in ('stock', 'ai', 'upload')),
  provider_call_id uuid,
  provider_asset_id text,
  title text,
  prompt text,
  file_id uuid not null,
  width int not null check (width > 0),
  height int not null check (height > 0),
  focal_point jsonb check (focal_point is null or content.is_point(focal_point)),
  license jsonb not null default '{}' check (core.is_metadata(license)),
  expanded_from uuid,
  expanded_for text[] check (cardinality(expanded_for) > 0),
  metadata jsonb not null default '{}' check (core.is_metadata(metadata)),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  check ((expanded_from is null) = (expanded_for is null)),
  constraint generated_assets_expanded_from_fkey foreign key (organization_id, expanded_from)
    references content.generated_assets (organization_id, id),
  constraint generated_assets_content_request_fkey foreign key (organization_id, content_request_id)
    references content.content_requests (organization_id, id),
  constraint generated_assets_provider_call_fkey foreign key (organization_id, provider_call_id)
    references integration.provider_calls (organization_id, id),
  constraint generated_assets_file_fkey foreign key (organization_id, file_id)
    references system.files (organization_id, id)
);
create index generated_assets_content_request_idx on content.generated_assets (organization_id, content_request_id);
create unique index generated_assets_provider_call_key on content.generated_assets (organization_id, provider_call_id);
create index generated_assets_file_idx on content.generated_assets (organization_id, file_id);
create index generated_assets_expanded_from_idx on content.generated_assets (organization_id, expanded_from) where expanded_from is not null;
comment on column content.generated_assets.prompt is 'What an AI picture was made from, as it was sent.';
comment on column content.generated_assets.expanded_from is 'The picture that this one is, painted on beyond its edges by a model; null: it is itself.';
comment on column content.generated_assets.expanded_for is 'The placements that it is for, whose shape would cut off too much of that picture.';
comment on table content.generated_assets is 'Source pictures: bought from stock, generated or uploaded, copied to our own files.';
alter table content.generated_assets enable row level security;

create table content.asset_variants (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  content_request_id uuid not null,
  platform text not null,
  placement text not null,
  revision int not null default 1 check (revision > 0),
  is_current boolean not null default true,
  generated_asset_id uuid,
  status text not null default 'pending' check (status in
    ('pending', 'rendered', 'scored', 'in_review', 'changes_requested', 'approved', 'rejected', 'published', 'superseded', 'failed', 'cancelled')),
  failure text,
  copy jsonb not null default '{}' check (core.is_metadata(copy)),
  layer_overrides jsonb not null default '{}' check (core.is_metadata(layer_overrides)),
  caption text not null default '' check (length(caption) <= 70000),
  alt_text text check (length(alt_text) <= 5000),
  file_id uuid,
  width int check (width > 0),
  height int check (height > 0),
  bytes bigint check (bytes > 0),
  format text check (format in ('jpeg', 'png', 'webp')),
  placeholder text check (length(placeholder) between 4 and 64),
  phash text check (phash ~ '^[0-9a-f]{16}$'),
  -- Not ^[0-9a-f]{64}$: its 64 states would be made anew at every change of a row.
  render_key text check (length(render_key) = 64 and render_key !~ '[^0-9a-f]'),
  rendered_from uuid,
  template_organization_id uuid,
  content_template_id uuid,
  score numeric(5, 2) check (score between 0 and 100),
  verdict text check (verdict in ('pass', 'warn', 'fail', 'incomplete')),
  created_by uuid,
  created_at timestamptz not null default now(),
  rendered_at timestamptz,
  primary key (organization_id, id),
  unique (organization_id, content_request_id, platform, placement, revision),
  check (num_nonnulls(template_organization_id, content_template_id) = case when rendered_at is null then 0 else 2 end),
  constraint asset_variants_content_request_fkey foreign key (organization_id, content_request_id)
    references content.content_requests (organization_id, id),
  constraint asset_variants_placement_fkey foreign key (platform, placement)
    references content.platform_placements (platform, placement),
  constraint asset_variants_generated_asset_fkey foreign key (organization_id, generated_asset_id)
    references content.generated_assets (organization_id, id),
  constraint asset_variants_file_fkey foreign key (organization_id, file_id)
    references system.files (organization_id, id),
  constraint asset_variants_rendered_from_fkey foreign key (organization_id, rendered_from)
    references content.asset_variants (organization_id, id),
  constraint asset_variants_created_by_fkey foreign key (organization_id, created_by)
    references identity.user_organizations (organization_id, user_id)
);
create unique index asset_variants_current_key on content.asset_variants (organization_id, content_request_id, platform, placement) where is_current;
create index asset_variants_status_idx on content.asset_variants (organization_id, status, id desc);
create index asset_variants_placement_idx on content.asset_variants (platform, placement);
create index asset_variants_generated_asset_idx on content.asset_variants (organization_id, generated_asset_id);
create index asset_variants_file_idx on content.asset_variants (organization_id, file_id);
create index asset_variants_created_by_idx on content.asset_variants (organization_id, created_by);
create index asset_variants_phash_idx on content.asset_variants (organization_id, platform, placement) include (content_request_id, phash, id)
  where is_current and phash is not null;
create index asset_variants_superseded_idx on content.asset_variants (organization_id, id) where not is_current;
create index asset_variants_published_idx on content.asset_variants (organization_id, platform, placement) include (content_request_id, phash, id)
  where is_current and status = 'published' and phash is not null;
-- Where a picture is that has been made already.
create index asset_variants_render_key_idx on content.asset_variants (organization_id, render_key)
  where file_id is not null and rendered_from is null;
create index asset_variants_rendered_from_idx on content.asset_variants (organization_id, rendered_from) where rendered_from is not null;
comment on table content.asset_variants is 'A request''s picture for one placement. A change makes a new revision; earlier ones stay readable.';
comment on column content.asset_variants.is_current is 'True for the newest revision of the placement.';
comment on column content.asset_variants.score is '0 to 100, of the newest compliance result; null until scored or when incomplete.';
alter table content.asset_variants enable row level security;

create table content.variant_assets (
  organization_id uuid not null references identity.organizations (id),
  asset_variant_id uuid not null,
  brand_asset_id uuid not null,
  template_organization_id uuid not null,
  content_template_id uuid not null,
  is_current boolean not null default true,
  used_at timestamptz not null default now(),
  primary key (organization_id, asset_variant_id, brand_asset_id),
  constraint variant_assets_asset_variant_fkey foreign key (organization_id, asset_variant_id)
    references content.asset_variants (organization_id, id),
  constraint variant_assets_brand_asset_fkey foreign key (organization_id, brand_asset_id)
    references brand.brand_assets (organization_id, id)
);
create index variant_assets_brand_asset_idx on content.variant_assets (organization_id, brand_asset_id, used_at desc);
-- To be counted by template from the index alone.
create index variant_assets_current_idx on content.variant_assets (organization_id, brand_asset_id, template_organization_id, content_template_id, asset_variant_id)
  where is_current;
comment on table content.variant_assets is 'Which of its brand''s assets a variant''s picture shows: its logo, the fonts that its letters are of, the picture that it was made from.';
alter table content.variant_assets enable row level security;

create table content.rerendered_requests (
  organization_id uuid not null references identity.organizations (id),
  background_job_id uuid not null,
  content_request_id uuid not null,
  touched int not null check (touched >= 0),
  state text not null default 'waiting' check (state in ('waiting', 'rendering', 'done', 'kept', 'unfit')),
  primary key (organization_id, background_job_id, content_request_id),
  constraint rerendered_requests_background_job_fkey foreign key (organization_id, background_job_id)
    references system.background_jobs (organization_id, id),
  constraint rerendered_requests_content_request_fkey foreign key (organization_id, content_request_id)
    references content.content_requests (organization_id, id)
);
create index rerendered_requests_state_idx on content.rerendered_requests (organization_id, background_job_id, state, content_request_id)
  include (touched);
create index rerendered_requests_content_request_idx on content.rerendered_requests (organization_id, content_request_id);
comment on table content.rerendered_requests is 'The requests that a rerender_variants job goes through, and what became of each.';
comment on column content.rerendered_requests.organization_id is 'The organisation that it belongs to.';
comment on column content.rerendered_requests.background_job_id is 'The job.';
comment on column content.rerendered_requests.content_request_id is 'The content request.';
comment on column content.rerendered_requests.touched is 'How many of its variants get a new revision.';
comment on column content.rerendered_requests.state is 'waiting, rendering (its touched variants have new revisions), done, kept (somebody else has moved it on meanwhile) or unfit (its copy does not go with the layout: it stays as it is).';
alter table content.rerendered_requests enable row level security;

-- No SET clause and not STRICT: either would keep the planner from inlining it.
create function content.valid_items(items jsonb, wanted jsonpath) returns jsonb
  language sql immutable parallel safe
  return case
    when jsonb_typeof(items) <> 'array' then null
    when jsonb_array_length(jsonb_path_query_array(items, wanted, '{}', true)) = jsonb_array_length(items) then items
  end;
comment on function content.valid_items(jsonb, jsonpath) is
  'The list itself if it is one and the path finds each of its items, else null: a check computes with sound values only. The path ends in .type(), so that what it finds is counted and not copied.';
grant execute on function content.valid_items(jsonb, jsonpath) to vp_member, vp_definer, vp_dba;

create type content.shown_color as (kind text, layer text, hex text, l float8, a float8, b float8, share numeric);
comment on type content.shown_color is 'A colour that a picture shows, CIE Lab (D65), with its share of the area: one of its palette (kind area), or that of a text or the logo (painted) by its box.';

-- A logo or a thin text can be too small to be a cluster of its own: then its box counts, which is more than its ink.
create function content.shown_colors(measured jsonb) returns content.shown_color[]
  language sql immutable parallel safe
  return array(
    select row('area', null, c.hex, c.l, c.a, c.b, c.share)::content.shown_color
    from jsonb_to_recordset(content.valid_items(measured -> 'palette', 'strict $[*] ? (@.hex like_regex "^#[0-9A-Fa-f]{6}$"
      && @.l >= 0 && @.l <= 100 && @.a >= -128 && @.a <= 128 && @.b >= -128 && @.b <= 128 && @.share >= 0 && @.share <= 1).type()')) as c (hex text, l float8, a float8, b float8, share numeric)
    union all
    select row('painted', p.layer, upper(p.color), lab.l, lab.a, lab.b, least(p.width * p.height / canvas.area, 1))::content.shown_color
    from (
      select case when jsonb_typeof(measured -> 'width') = 'number' and jsonb_typeof(measured -> 'height') = 'number'
        then nullif((measured ->> 'width')::numeric * (measured ->> 'height')::numeric, 0) end as area
      offset 0
    ) canvas
    cross join lateral (
      select p.item ->> 'layer' as layer, p.item ->> 'color' as color, (p.item #>> '{box,width}')::numeric as width, (p.item #>> '{box,height}')::numeric as height
      from (
        select jsonb_path_query(measured, '$.texts[*] ? (@.color like_regex "^#[0-9A-Fa-f]{6}$" && @.box.width > 0 && @.box.height > 0)')
        union all
        select jsonb_path_query(measured, '$.logo ? (@.color like_regex "^#[0-9A-Fa-f]{6}$" && @.box.width > 0 && @.box.height > 0)')
      ) p (item)
      offset 0
    ) p
    cross join lateral core.hex_to_lab(p.color) lab);
comment on function content.shown_colors(jsonb) is
  'All colours that a measured picture shows: those of its palette, none of them where any is unsound, and those of texts and logo.';
grant execute on function content.shown_colors(jsonb) to vp_member, vp_definer, vp_dba;

create table content.measurements (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  asset_variant_id uuid not null,
  measured jsonb not null check (jsonb_typeof(measured) = 'object' and octet_length(measured::text) <= 65536),
  -- Read and found sound once, not by each rule and for each what-if.
  colors content.shown_color[] not null generated always as (content.shown_colors(measured)) stored,
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  constraint measurements_asset_variant_fkey foreign key (organization_id, asset_variant_id)
    references content.asset_variants (organization_id, id)
);
create unique index measurements_asset_variant_key on content.measurements (organization_id, asset_variant_id);
comment on table content.measurements is 'What was measured on the finished picture: immutable, so that it can be judged again under other guidelines.';
comment on column content.measurements.colors is 'The colours that measured has, made ready for the rules that look at colours.';
comment on column content.measurements.measured is 'version, width, height, bytes, format, palette (Lab, shares), texts, their lines and logo with boxes, colours and the worst background under them; from version 2 on also the source''s crop, the subject, sharpness, banding, blockiness, encoding and what lies in the safe zone; from version 3 on what the file discloses. With it what content.scoring_facts() said on the day: caption, alt_text, the platform''s limits, licences, the nearest published picture.';
alter table content.measurements enable row level security;

create type content.measured_picture as (measurement_id uuid, measured jsonb, colors content.shown_color[]);
comment on type content.measured_picture is 'A measurement as the rules read it. Make it of values that are stored whole (measured || ''{}'', colors[:]): each rule reads them many times.';

create type content.judged_check as (
  check_key text, outcome text, weight numeric, points numeric, lost_points numeric, is_gate boolean, observed numeric, expected jsonb, evidence jsonb, message text
);
comment on type content.judged_check is 'A check of a score; its fields are the columns of content.compliance_checks.';

create table content.compliance_results (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  asset_variant_id uuid not null,
  measurement_id uuid not null,
  brand_guideline_id uuid not null,
  score numeric(5, 2) check (score between 0 and 100),
  verdict text not null check (verdict in ('pass', 'warn', 'fail', 'incomplete')),
  observations int[],
  earned bigint,
  weight bigint,
  cap int,
  scorer_version int not null default 0,
  is_current boolean not null default true,
  scored_at timestamptz not null default now(),
  xid xid8 not null default pg_current_xact_id(),
  primary key (organization_id, id),
  constraint compliance_results_asset_variant_fkey foreign key (organization_id, asset_variant_id)
    references content.asset_variants (organization_id, id),
  constraint compliance_results_measurement_fkey foreign key (organization_id, measurement_id)
    references content.measurements (organization_id, id),
  constraint compliance_results_brand_guideline_fkey foreign key (organization_id, brand_guideline_id)
    references brand.brand_guidelines (organization_id, id),
  check ((verdict = 'incomplete') = (score is null))
);
create unique index compliance_results_current_key on content.compliance_results (organization_id, asset_variant_id) where is_current;
create index compliance_results_asset_variant_idx on content.compliance_results (organization_id, asset_variant_id);
create index compliance_results_measurement_idx on content.compliance_results (organization_id, measurement_id);
create index compliance_results_brand_guideline_idx on content.compliance_results (organization_id, brand_guideline_id, is_current, scorer_version);
create index compliance_results_xid_idx on content.compliance_results (xid);
comment on table content.compliance_results is 'A score: one measurement judged under one guideline version. Judged again with another outcome, it is another row; the newest is current.';
alter table content.compliance_results enable row level security;

create table content.compliance_checks (
  organization_id uuid not null,
  compliance_result_id uuid not null,
  check_key text not null,
  outcome text not null check (outcome in ('warn', 'fail', 'error')),
  weight numeric(9, 3) not null check (weight >= 0),
  points numeric(6, 3) check (points between 0 and 100),
  lost_points numeric(6, 3),
  is_gate boolean not null,
  observed numeric,
  expected jsonb not null default '{}',
  evidence jsonb not null default '[]',
  message text not null,
  primary key (organization_id, compliance_result_id, check_key),
  constraint compliance_checks_result_fkey foreign key (organization_id, compliance_result_id)
    references content.compliance_results (organization_id, id),
  check ((outcome in ('warn', 'fail')) = (points is not null))
);
create index compliance_checks_violation_idx on content.compliance_checks (organization_id, check_key) where outcome in ('warn', 'fail');
comment on table content.compliance_checks is 'The checks of a score that were not passed: what was observed, what was expected, points, weight, and evidence that can be verified on the picture. The others follow from the result''s observations: content.passed_checks() tells them.';
comment on column content.compliance_checks.observed is 'The one number that the rule observes, in the rule''s unit; null where it does not apply or could not be made.';
comment on column content.compliance_checks.points is '0 to 100 of this check alone; the score is their mean by weight over the checks that apply.';
comment on column content.compliance_checks.lost_points is 'What it took from the score, before a failed gate capped it; null where it could not be made, or nothing weighs.';
comment on column content.compliance_checks.is_gate is 'A failed gate caps the score.';
alter table content.compliance_checks enable row level security;

create table content.publications (
  organization_id uuid not null references identity.organizations (id),
  id uuid not null default core.uuid_v7(),
  asset_variant_id uuid not null,
  platform text not null,
  external_id text not null check (length(external_id) between 1 and 200),
  url text check (url ~ '^https?://' and length(url) <= 2048),
  published_at timestamptz not null,
  recorded_by uuid,
  metadata jsonb not null default '{}' check (core.is_metadata(metadata)),
  created_at timestamptz not null default now(),
  primary key (organization_id, id),
  unique (organization_id, platform, external_id),
  constraint publications_asset_variant_fkey foreign key (organization_id, asset_variant_id)
    references content.asset_variants (organization_id, id),
  constraint publications_recorded_by_fkey foreign key (organization_id, recorded_by)
    references identity.user_organizations (organization_id, user_id)
);
create index publications_asset_variant_idx on content.publications (organization_id, asset_variant_id);
create index publications_recorded_by_idx on content.publications (organization_id, recorded_by);
comment on table content.publications is 'Where and when an approved variant was published.';
alter table content.publications enable row level security;

-- What each column holds, where it is not said above.
comment on column content.platform_placements.platform is 'The social platform.';
comment on column content.platform_placements.placement is 'Its name on the platform.';
comment on column content.platform_placements.name is 'As people call it.';
comment on column content.platform_placements.width is 'In pixels.';
comment on column content.platform_placements.height is 'In pixels.';
comment on column content.platform_placements.max_bytes is 'The largest file that the platform takes.';
comment on column content.platform_placements.max_images is 'Pictures in one post.';
comment on column content.platform_placements.safe_right is 'Pixels to keep clear on the right.';
comment on column content.platform_placements.safe_bottom is 'Pixels to keep clear below.';
comment on column content.platform_placements.safe_left is 'Pixels to keep clear on the left.';
comment on column content.platform_placements.title_limit is 'Characters of the title; null: there is none.';
comment on column content.platform_placements.caption_limit is 'Of the caption, in caption_unit.';
comment on column content.platform_placements.hashtag_limit is 'Hashtags in the caption; null: any number.';
comment on column content.platform_placements.mention_limit is 'Mentions in the caption; null: any number.';
comment on column content.platform_placements.alt_text_limit is 'Characters of the alternative text; null: no limit is known.';
comment on column content.platform_placements.alt_text_required is 'Whether it must be there.';
comment on column content.platform_placements.is_enabled is 'Whether requests may name it.';
comment on column content.platform_placements.valid_from is 'Since when these limits hold.';
comment on column content.platform_placements.source is 'Where they were read.';
comment on column content.content_requests.organization_id is 'The organisation that it belongs to.';
comment on column content.content_requests.id is 'The row''s own id.';
comment on column content.content_requests.brand_profile_id is 'The brand.';
comment on column content.content_requests.template_organization_id is 'Whose template it is.';
comment on column content.content_requests.content_template_id is 'The template.';
comment on column content.content_requests.title is 'What people call it.';
comment on column content.content_requests.caption is 'The text beside the picture.';
comment on column content.content_requests.alt_text is 'What the picture shows, in words, for those who do not see it.';
comment on column content.content_requests.priority is '-100 to 100; the higher goes first.';
comment on column content.content_requests.due_at is 'When it should be done: of those with the same priority, the earlier goes first.';
comment on column content.content_requests.status is 'queued, sourcing, rendering, ready, failed, needs_attention or cancelled.';
comment on column content.content_requests.idempotency_key is 'The client''s own: the same key again answers the same request.';
comment on column content.content_requests.created_by is 'Who made it; null where no person did.';
comment on column content.content_requests.metadata is 'The client''s own: an object of at most 16 KiB.';
comment on column content.content_requests.created_at is 'When the row was made.';
comment on column content.content_requests.updated_at is 'When it was last changed.';
comment on column content.content_requests.finished_at is 'When it came to an end; null before.';
comment on column content.generated_assets.organization_id is 'The organisation that it belongs to.';
comment on column content.generated_assets.id is 'The row''s own id.';
comment on column content.generated_assets.content_request_id is 'The content request.';
comment on column content.generated_assets.kind is 'stock, ai or upload.';
comment on column content.generated_assets.provider_call_id is 'The call to the provider.';
comment on column content.generated_assets.provider_asset_id is 'The provider''s id of the picture.';
comment on column content.generated_assets.title is 'As the provider calls it.';
comment on column content.generated_assets.file_id is 'The stored file.';
comment on column content.generated_assets.width is 'In pixels.';
comment on column content.generated_assets.height is 'In pixels.';
comment on column content.generated_assets.focal_point is '{"x", "y"}, 0 to 1 from the upper left: the point that crops keep in sight, set by a person; null: it is found.';
comment on column content.generated_assets.license is 'Under what terms it may be used.';
comment on column content.generated_assets.metadata is 'The client''s own: an object of at most 16 KiB.';
comment on column content.generated_assets.created_at is 'When the row was made.';
comment on column content.asset_variants.organization_id is 'The organisation that it belongs to.';
comment on column content.asset_variants.id is 'The row''s own id.';
comment on column content.asset_variants.content_request_id is 'The content request.';
comment on column content.asset_variants.platform is 'The social platform.';
comment on column content.asset_variants.placement is 'Where on the platform: square, story, link, …';
comment on column content.asset_variants.revision is 'Counted for each placement of the request.';
comment on column content.asset_variants.generated_asset_id is 'The source picture.';
comment on column content.asset_variants.status is 'pending, rendered, scored, in_review, approved, published, changes_requested, rejected, superseded, failed or cancelled.';
comment on column content.asset_variants.failure is 'Why it failed, in words; null when it did not.';
comment on column content.asset_variants.copy is 'The words on the picture, by the template''s variables.';
comment on column content.asset_variants.layer_overrides is 'Changes of the template''s layers by id.';
comment on column content.asset_variants.caption is 'The text beside the picture.';
comment on column content.asset_variants.alt_text is 'What the picture shows, in words, for those who do not see it.';
comment on column content.asset_variants.file_id is 'The picture; null until it is rendered.';
comment on column content.asset_variants.width is 'In pixels.';
comment on column content.asset_variants.height is 'In pixels.';
comment on column content.asset_variants.bytes is 'Size in bytes.';
comment on column content.asset_variants.format is 'jpeg, png or webp.';
comment on column content.asset_variants.placeholder is 'A thumbhash of the picture, in base64: some 25 bytes to show until the picture is there.';
comment on column content.asset_variants.phash is 'A perceptual hash of the picture, 16 hexadecimal digits: pictures that look alike differ in few of its 64 bits.';
comment on column content.asset_variants.render_key is 'SHA-256 of everything that the picture depends on: within an organisation one key is one picture, made once.';
comment on column content.asset_variants.rendered_from is 'The variant whose picture this is, as both have the same render_key; null where it was rendered.';
comment on column content.asset_variants.verdict is 'pass, warn, fail or incomplete.';
comment on column content.asset_variants.created_by is 'Who made it; null where no person did.';
comment on column content.asset_variants.created_at is 'When the row was made.';
comment on column content.asset_variants.template_organization_id is 'Whose template: the organisation''s own, or a shared one''s.';
comment on column content.asset_variants.content_template_id is 'The template that the picture was made with, also where its request has moved to a later version since; null until then.';
comment on column content.asset_variants.rendered_at is 'When the picture was made.';
comment on column content.variant_assets.organization_id is 'The organisation that it belongs to.';
comment on column content.variant_assets.asset_variant_id is 'The variant, in one revision.';
comment on column content.variant_assets.brand_asset_id is 'The asset.';
comment on column content.variant_assets.template_organization_id is 'Whose template it was rendered with.';
comment on column content.variant_assets.content_template_id is 'The template that it was rendered with.';
comment on column content.variant_assets.is_current is 'Whether the variant is the newest revision of its placement.';
comment on column content.variant_assets.used_at is 'When it was rendered.';
comment on column content.measurements.organization_id is 'The organisation that it belongs to.';
comment on column content.measurements.id is 'The row''s own id.';
comment on column content.measurements.asset_variant_id is 'The variant, in one revision.';
comment on column content.measurements.created_at is 'When the row was made.';
comment on column content.compliance_results.organization_id is 'The organisation that it belongs to.';
comment on column content.compliance_results.id is 'The row''s own id.';
comment on column content.compliance_results.asset_variant_id is 'The variant, in one revision.';
comment on column content.compliance_results.measurement_id is 'What was measured.';
comment on column content.compliance_results.brand_guideline_id is 'The guideline that it was judged by.';
comment on column content.compliance_results.score is '0 to 100.';
comment on column content.compliance_results.verdict is 'pass, warn, fail or incomplete.';
comment on column content.compliance_results.observations is 'The observed number of every rule in ten-thousandths, by its position in brand.rule_catalogue(); -1 where it does not apply. With them a score is simulated without measuring anew. Null where the check could not be made.';
comment on column content.compliance_results.earned is 'Points by weight, summed over the rules that apply, thousandths of both: what a what-if adds to and takes from for the rules that it changes.';
comment on column content.compliance_results.weight is 'Sum of the weights of the rules that apply, in thousandths.';
comment on column content.compliance_results.cap is 'The least gate_cap of a gate that failed, in hundredths; null where none did.';
comment on column content.compliance_results.scorer_version is 'content.scorer_version() of the checks that gave it.';
comment on column content.compliance_results.is_current is 'Whether it is the one that counts.';
comment on column content.compliance_results.scored_at is 'When it was judged.';
comment on column content.compliance_results.xid is 'The transaction that wrote it: roll-ups take the facts in this order.';
comment on column content.compliance_checks.organization_id is 'The organisation that it belongs to.';
comment on column content.compliance_checks.compliance_result_id is 'The result that it is part of.';
comment on column content.compliance_checks.check_key is 'The check.';
comment on column content.compliance_checks.outcome is 'warn, fail, or error: it could not be made.';
comment on column content.compliance_checks.weight is 'Its share of the score, beside the others'' weights.';
comment on column content.compliance_checks.expected is 'What the guideline or the platform asks for.';
comment on column content.compliance_checks.evidence is 'Where to see it.';
comment on column content.compliance_checks.message is 'In words, with what to do.';
comment on column content.publications.organization_id is 'The organisation that it belongs to.';
comment on column content.publications.id is 'The row''s own id.';
comment on column content.publications.asset_variant_id is 'The variant, in one revision.';
comment on column content.publications.platform is 'The social platform.';
comment on column content.publications.external_id is 'The platform''s id of the post.';
comment on column content.publications.url is 'Of the post.';
comment on column content.publications.published_at is 'When it went out.';
comment on column content.publications.recorded_by is 'Who recorded it.';
comment on column content.publications.metadata is 'The client''s own: an object of at most 16 KiB.';
comment on column content.publications.created_at is 'When the row was made.';

-- migrate:down
drop schema content cascade;
