create schema api;
comment on schema api is 'Visual Pipeline
Turns a content request into brand-compliant visuals for every social platform.';
grant usage on schema api to vp_anon, vp_member;
