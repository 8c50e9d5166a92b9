create function analytics.audit() returns trigger
  language plpgsql volatile security definer set search_path = '' as $$
declare
  secrets constant text[] := array['password_hash', 'token_hash', 'key_hash', 'secret'];
  -- Derived from the rest, or mere signs of life: no news by themselves.
  quiet constant text[] := array['updated_at', 'last_used_at', 'search'];
  tenant_column constant text := nullif(tg_argv[0], '');
  key_columns constant text[] := tg_argv[1:];
  -- A row that belongs to no organisation is logged where the caller is.
  home constant uuid := case when tenant_column is null then coalesce(
    identity.org_id(), nullif(current_setting('vp.organization_id', true), '')::uuid, identity.system_organization_id()) end;
  tenant constant text := coalesce('r.' || quote_ident(tenant_column), '$1');
  record_key constant text := (select string_agg(format('r.%I::text', k), ' || ''/'' || ' order by n) from unnest(key_columns) with ordinality as keys (k, n));
  same_row constant text := (select string_agg(format('o.%1$I = r.%1$I', k), ' and ') from unnest(array_remove(key_columns || tenant_column, null)) k);
  -- A few rows are logged sooner than the columns are found in which any of them differs.
  many constant int := 20;
  number int;
  differing text[];
  images text := 'to_jsonb(o) as was, to_jsonb(r) as now';
begin
  if tg_op = 'UPDATE' then
    execute format('select count(*) from (select from new_rows limit %s) r', many) into number;
    if number = 0 then
      return null;
    end if;
    if number = many then
      -- Only these are compared as JSON, which is dear.
      execute format('select array_remove(array[%s], null) from new_rows r join old_rows o on %s', (
        select string_agg(format('case when bool_or(record_image_ne(row(o.%1$I), row(r.%1$I))) then %1$L end', a.attname), ', ')
        from pg_catalog.pg_attribute a
        where a.attrelid = tg_relid and a.attnum > 0 and not a.attisdropped and a.attname <> all(quiet)), same_row) into differing;
      if cardinality(differing) = 0 then
        return null;
      end if;
      select format('(select to_jsonb(c) from (select %s) c) as was, (select to_jsonb(c) from (select %s) c) as now',
        string_agg(format('o.%I', d), ', '), string_agg(format('r.%I', d), ', ')) into images
      from unnest(differing) d;
    end if;
    execute format('
      insert into analytics.user_activity_logs (organization_id, actor, user_id, action, table_name, record_id, changed)
      select %s, $2, $3, ''update'', $4, %s, difference.changed
      from new_rows r
      join old_rows o on %s
      cross join lateral (select %s offset 0) as whole
      cross join lateral (
        select jsonb_object_agg(e.key, case
          when e.key = any ($5) then ''{}''
          else jsonb_build_object(''old'', whole.was -> e.key, ''new'', e.value) end) as changed
        from jsonb_each(whole.now) e
        where e.value <> whole.was -> e.key and e.key <> all ($6)
      ) as difference
      where difference.changed is not null', tenant, record_key, same_row, images)
      using home, core.actor(), core.user_id(), tg_table_schema || '.' || tg_table_name, secrets, quiet;
  else
    execute format('
      insert into analytics.user_activity_logs (organization_id, actor, user_id, action, table_name, record_id, changed)
      select %s, $2, $3, %L, $4, %s, %s
      from %s r',
      tenant, lower(tg_op), record_key,
      case tg_op when 'DELETE' then 'to_jsonb(r) - $5 - $6' else '''{}''::jsonb' end,
      case tg_op when 'DELETE' then 'old_rows' else 'new_rows' end)
      using home, core.actor(), core.user_id(), tg_table_schema || '.' || tg_table_name, secrets, quiet;
  end if;
  return null;
end $$;
comment on function analytics.audit() is
  'Trigger, after each statement: logs every row that it changed. Arguments: the column that holds the organisation (empty: none), then the other columns of the key.';
