create function core.hamming_distance(hash_1 text, hash_2 text) returns int
  language sql immutable strict parallel safe
  return bit_count(('x' || hash_1)::bit(64) # ('x' || hash_2)::bit(64));
comment on function core.hamming_distance(text, text) is
  'In how many of their 64 bits two hashes of 16 hexadecimal digits differ.';
grant execute on function core.hamming_distance(text, text) to vp_member, vp_definer, vp_dba;
