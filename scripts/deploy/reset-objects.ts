import type { Client } from "pg";
import { objectKey } from "./catalogue.ts";
import type { Identity } from "./identity.ts";
import { grantees, type OwnerRole } from "./layers.ts";
import type { SourcePlan } from "./plan.ts";

/** Reads its list from a setting, as DO takes no parameters. */
const resetSql = `
do $$
declare
  item record;
  part record;
  roles text;
begin
  for item in
    select o.*, case o.kind when 'function' then to_regprocedure(o.name)::oid
                            when 'trigger' then to_regclass(o.relation)::oid
                            else to_regclass(o.name)::oid end as id
    from jsonb_to_recordset(current_setting('deploy.objects')::jsonb)
      as o (kind text, name text, relation text, owner text)
  loop
    continue when item.id is null;
    select string_agg(role, ', ') into roles
    from unnest(string_to_array(current_setting('deploy.grantees'), ',')) as role
    where role <> coalesce(item.owner, (select relowner::regrole::text from pg_class where oid = item.id), '');

    case item.kind
    when 'function' then
      if item.owner <> (select proowner::regrole::text from pg_proc where oid = item.id) then
        execute format('alter routine %s owner to %I', item.name, item.owner);
      end if;
      execute format('revoke all on routine %s from %s', item.name, roles);
      execute format('comment on routine %s is null', item.name);
    when 'view' then
      if item.owner <> (select relowner::regrole::text from pg_class where oid = item.id) then
        execute format('alter view %s owner to %I', item.name, item.owner);
      end if;
      execute format('revoke all on %s from %s', item.name, roles);
      execute format('comment on view %s is null', item.name);
      for part in
        select attname, atthasdef, col_description(attrelid, attnum) is not null as commented
        from pg_attribute where attrelid = item.id and attnum > 0 and not attisdropped
      loop
        if part.atthasdef then
          execute format('alter view %s alter column %I drop default', item.name, part.attname);
        end if;
        if part.commented then
          execute format('comment on column %s.%I is null', item.name, part.attname);
        end if;
      end loop;
    when 'trigger' then
      if exists (select from pg_trigger where tgrelid = item.id and tgname = item.name) then
        execute format('comment on trigger %I on %s is null', item.name, item.relation);
      end if;
    when 'access' then
      for part in select polname from pg_policy where polrelid = item.id loop
        execute format('drop policy %I on %s', part.polname, item.name);
      end loop;
      execute format('revoke all on %s %s from %s',
        case (select relkind from pg_class where oid = item.id) when 'S' then 'sequence' else 'table' end,
        item.name, roles);
    end case;
  end loop;
end $$`;

interface Item {
  readonly kind: string;
  readonly name: string;
  readonly relation: string | undefined;
  readonly owner: OwnerRole | undefined;
}

/**
 * Replacing an object keeps its owner, grants, comment and column defaults. Takes them back before the files are run, so
 * that an object is what its file says and nothing else.
 */
export async function resetObjects(client: Client, plan: SourcePlan): Promise<void> {
  const dropped = new Set(plan.drop.map(objectKey));
  const items = plan.closed.map((identity) => toItem(identity, undefined));
  for (const file of plan.run.keys()) {
    if (file.schema === "api") continue;
    for (const object of file.objects) {
      const existing = plan.existing.get(object);
      if (existing === undefined || dropped.has(objectKey(existing))) continue;
      if (!["function", "view", "trigger", "access"].includes(existing.identity.kind)) continue;
      items.push(toItem(existing.identity, object.owner));
    }
  }
  if (items.length === 0) return;
  await client.query(
    "select set_config('deploy.objects', $1, true), set_config('deploy.grantees', $2, true)",
    [JSON.stringify(items), grantees.join(",")],
  );
  await client.query(resetSql);
}

function toItem(identity: Identity, owner: OwnerRole | undefined): Item {
  return {
    kind: identity.kind,
    name: identity.name,
    relation: "table" in identity ? identity.table : undefined,
    owner,
  };
}
