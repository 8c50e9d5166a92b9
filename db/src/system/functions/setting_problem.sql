create function system.setting_problem(definition system.setting_definitions, value jsonb) returns text
  language plpgsql immutable parallel safe set search_path = '' as $$
declare
  number numeric;
begin
  if value = 'null' then
    return case when definition.default_value <> 'null' then 'it cannot be switched off' end;
  end if;
  case definition.value_type
    when 'boolean' then
      return case when jsonb_typeof(value) <> 'boolean' then 'it is true or false' end;
    when 'text' then
      return case
        when jsonb_typeof(value) <> 'string' then 'it is a text'
        when length(value #>> '{}') > 1000 then 'it has at most 1000 characters'
        when not value #>> '{}' = any (definition.allowed_values)
          then 'it is one of ' || array_to_string(definition.allowed_values, ', ')
      end;
    else
      if jsonb_typeof(value) <> 'number' then
        return 'it is a number';
      end if;
      number := value #>> '{}';
      return case
        when definition.value_type = 'integer' and number % 1 <> 0 then 'it is a whole number'
        when number < definition.minimum or number > definition.maximum
          then 'it is' || coalesce(' at least ' || definition.minimum, '')
            || case when definition.minimum is not null and definition.maximum is not null then ' and' else '' end
            || coalesce(' at most ' || definition.maximum, '')
      end;
  end case;
end $$;
comment on function system.setting_problem(system.setting_definitions, jsonb) is
  'What is wrong with a value for this setting, as a clause; null when it fits its type and range.';
grant execute on function system.setting_problem(system.setting_definitions, jsonb) to vp_member, vp_dba, vp_definer;
