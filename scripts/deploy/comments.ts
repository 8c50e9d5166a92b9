import pg, { type Client } from "pg";

/**
 * Gives the columns of the API's views that have no comment of their own that of the table's column of the same name: what
 * a DBA reads in the catalogue is what a client reads in the OpenAPI description.
 */
export async function inheritComments(client: Client): Promise<void> {
  const { rows } = await client.query<{ view: string; column: string; comment: string }>(
    `select c.oid::regclass::text as view, a.attname as column, min(d.description) as comment
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
     join pg_rewrite r on r.ev_class = c.oid
     join pg_depend u on u.classid = 'pg_rewrite'::regclass and u.objid = r.oid and u.refclassid = 'pg_class'::regclass
     join pg_attribute source on source.attrelid = u.refobjid and source.attnum = u.refobjsubid and source.attname = a.attname
     join pg_description d on d.classoid = 'pg_class'::regclass and d.objoid = source.attrelid and d.objsubid = source.attnum
     where c.relnamespace = to_regnamespace('api') and c.relkind = 'v' and col_description(c.oid, a.attnum) is null
     group by c.oid, a.attname
     -- Of tables that say different things, the view says which.
     having count(distinct d.description) = 1`,
  );
  const statements = rows.map(
    ({ view, column, comment }) =>
      `comment on column ${view}.${pg.escapeIdentifier(column)} is ${pg.escapeLiteral(comment)}`,
  );
  if (statements.length > 0)
    await client.query(["set local role vp_owner", ...statements, "reset role"].join(";\n"));
}
