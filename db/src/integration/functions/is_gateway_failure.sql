create function integration.is_gateway_failure(http_status int) returns boolean
  language sql immutable parallel safe
  return http_status in (502, 504) or http_status >= 520;
comment on function integration.is_gateway_failure(int) is
  'Whether a status is that of a gateway which lost the answer of the service behind it: 502, 504, and what some of them have of their own from 520 on.';
grant execute on function integration.is_gateway_failure(int) to vp_definer;
