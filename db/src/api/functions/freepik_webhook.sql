create function api.freepik_webhook(json) returns json
  language sql volatile set search_path = ''
  begin atomic
    -- PostgREST takes a query string for filters, so an attempt's id cannot travel in the address: the task's id tells.
    -- json keeps the body as it came, byte for byte: the signature is over that.
    select integration.receive_webhook($1::text, current_setting('request.headers', true)::jsonb)::json;
  end;
comment on function api.freepik_webhook is 'Webhook of Freepik
Where Freepik reports how its tasks go: the body as it is, with webhook-id, webhook-timestamp and webhook-signature. A repeat changes nothing. Errors: VP112 (401: signature or time), VP201 (422), VP307 (413: over 1 MiB).';
grant execute on function api.freepik_webhook to vp_anon;
