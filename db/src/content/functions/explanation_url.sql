create function content.explanation_url(organization_id uuid, asset_variant_id uuid) returns text
  language sql stable security definer set search_path = ''
  return (
    -- The file server is where a variant's picture is, so its URL says where that is.
    select regexp_replace(picture.url, '/files/.*$', format('/explanations/%s/%s.png?expires=%s&signature=%s', v.organization_id, v.id, life.expires,
      system.sign_file_url('EXPLAIN', v.organization_id, v.id, life.expires)))
    from content.asset_variants v
    cross join lateral (select system.file_url(v.organization_id, v.file_id) as url) picture
    cross join lateral (select substring(picture.url from 'expires=(\d+)')::bigint as expires) life
    where v.organization_id = explanation_url.organization_id and v.id = explanation_url.asset_variant_id
      and v.organization_id = (select identity.org_id())
  );
comment on function content.explanation_url(uuid, uuid) is 'A signed URL of the drawn explanation of one of the caller''s variants, as PNG; good as long as the one of its picture.';
grant execute on function content.explanation_url(uuid, uuid) to vp_member;
