create function identity.check_password(password text) returns void
  language plpgsql stable set search_path = '' as $$
begin
  -- bcrypt reads 72 bytes and no more: a longer one would be cut in silence.
  if password is null or length(password) < 10 or octet_length(password) > 72 then
    perform core.raise('VP108', 'A password has at least 10 characters and at most 72 bytes.', 'Choose another password.');
  end if;
end $$;
comment on function identity.check_password(text) is 'Raises VP108 unless the password has at least 10 characters and at most 72 bytes (what bcrypt reads).';
grant execute on function identity.check_password(text) to vp_definer;
