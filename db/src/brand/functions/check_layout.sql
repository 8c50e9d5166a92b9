create function brand.check_layout(layout jsonb) returns void
  language plpgsql stable set search_path = '' as $$
declare
  faults text;
begin
  select string_agg(fault, ' ') into faults from brand.layout_errors(layout) fault;
  if faults is not null then
    perform core.raise('VP201', 'The layout is not valid: ' || faults, 'The README describes layouts.');
  end if;
end $$;
comment on function brand.check_layout(jsonb) is 'Raises VP201 with every fault of a template''s layout.';
grant execute on function brand.check_layout(jsonb) to vp_definer;
