create function content.open_explanation(organization_id uuid, asset_variant_id uuid, expires bigint, signature text) returns jsonb
  language plpgsql stable security definer set search_path = '' as $$
declare
  drawing jsonb;
begin
  perform system.check_file_url('EXPLAIN', organization_id, asset_variant_id, expires, signature);
  drawing := content.draw_explanation(organization_id, asset_variant_id);
  if drawing is null then
    perform core.raise('VP200', 'The variant is not scored.', 'Ask again when it is.');
  end if;
  return drawing || (
    select jsonb_build_object('storage_key', f.storage_key)
    from system.files f
    where f.organization_id = open_explanation.organization_id and f.id = (drawing #>> '{picture,file_id}')::uuid);
end $$;
comment on function content.open_explanation(uuid, uuid, bigint, text) is
  'The drawing behind a signed URL of content.explanation_url(), with the storage_key of its picture. Raises VP200, VP304, VP305.';
grant execute on function content.open_explanation(uuid, uuid, bigint, text) to vp_worker;
