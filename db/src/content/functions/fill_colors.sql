create function content.fill_colors(value jsonb, colors jsonb) returns jsonb
  language plpgsql immutable parallel safe set search_path = '' as $$
declare
  filled text := value::text;
  variable text;
begin
  for variable in
    select distinct named[1] from regexp_matches(filled, '"\{\{ *([A-Za-z0-9_.-]+) *\}\}"', 'g') named
  loop
    filled := regexp_replace(filled, '"\{\{ *' || replace(variable, '.', '\.') || ' *\}\}"', format('"%s"', colors ->> variable), 'g');
  end loop;
  return filled::jsonb;
end $$;
comment on function content.fill_colors(jsonb, jsonb) is 'A layer with its colour variables filled in.';
grant execute on function content.fill_colors(jsonb, jsonb) to vp_definer;
