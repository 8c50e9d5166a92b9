create function core.errors() returns table (code text, status int, meaning text)
  language sql immutable parallel safe
  begin atomic
    select * from (values
      -- accounts
      ('VP100', 401, 'The e-mail address or the password is wrong.'),
      ('VP101', 401, 'The session has ended.'),
      ('VP102', 403, 'The caller is no longer a member of the token''s organisation.'),
      ('VP103', 403, 'The caller''s role is too low.'),
      ('VP104', 409, 'The e-mail address has an account.'),
      ('VP105', 409, 'The slug is taken.'),
      ('VP106', 404, 'The invitation is unknown, used, revoked, expired or for another address.'),
      ('VP107', 401, 'Nobody is signed in.'),
      ('VP108', 422, 'The password is too short or too long.'),
      ('VP109', 409, 'The membership cannot change so.'),
      ('VP110', 429, 'Too many calls.'),
      ('VP111', 429, 'The provider takes no call now.'),
      ('VP112', 401, 'The webhook''s signature or time is wrong.'),
      -- resources
      ('VP200', 404, 'There is no such resource in this organisation.'),
      ('VP201', 422, 'A value is not valid.'),
      ('VP202', 409, 'The state does not allow it.'),
      ('VP203', 409, 'The idempotency key was used for another request.'),
      ('VP204', 422, 'The placement is unknown.'),
      ('VP205', 422, 'The template is unknown.'),
      ('VP206', 422, 'A reason is missing.'),
      ('VP207', 409, 'The brand has no active guideline.'),
      ('VP208', 409, 'The resource is in use.'),
      ('VP209', 422, 'The publication is unknown.'),
      -- files
      ('VP300', 422, 'The file''s SHA-256 is not what was said.'),
      ('VP301', 422, 'The file''s type is not what was said.'),
      ('VP302', 422, 'The file''s size is not what was said.'),
      ('VP303', 422, 'The file is not a picture or font that can be read.'),
      ('VP304', 403, 'The file URL''s signature is wrong.'),
      ('VP305', 403, 'The file URL has expired.'),
      ('VP306', 507, 'The file store is full.'),
      ('VP307', 413, 'The file is too large.'),
      ('VP308', 503, 'No file server is known.'),
      ('VP309', 400, 'There is no such rendition.'),
      ('VP310', 503, 'Too many renditions are being made.'),
      -- money
      ('VP400', 402, 'The spend cap is reached.'),
      ('VP401', 422, 'There is no price for the day.'),
      -- anything else
      ('VP500', 500, 'Something went wrong on the server.'),
      -- ledgers
      ('VP909', 409, 'The change would pass by audit and roll-ups.')
    ) as known (code, status, meaning);
  end;
comment on function core.errors() is 'Every error code of the product, its HTTP status and its meaning. Codes are stable.';
grant execute on function core.errors() to vp_anon, vp_member, vp_definer, vp_worker, vp_dba;
