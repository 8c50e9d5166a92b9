import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { catalogueFingerprint, catalogueRows } from "./fingerprint.ts";
import { createDeployLogin, Fixture, serverUrl, withClient } from "./fixture.ts";

let fixture: Fixture;

beforeAll(createDeployLogin);
beforeEach(async () => {
  fixture = await Fixture.create();
});
afterEach(() => fixture.remove());

const fingerprint = (of: Fixture) => of.connected(catalogueFingerprint);
const functions = (name: string) =>
  fixture.query(
    "select oid::regprocedure::text from pg_proc where oid::regprocedure::text like $1 order by 1",
    [`${name}(%`],
  );

describe("a first deploy", () => {
  it("makes everything as a login that is no superuser, each object under its owner", async () => {
    const result = await fixture.deploy();
    expect(result).toMatchObject({ changed: true, apiRebuilt: true, data: ["01_first_profile"] });
    expect(result.migrations).toEqual(["migrations/01_core.sql", "migrations/02_brand.sql"]);
    const owners = await fixture.query(
      `select format('%s %s', oid::regproc, proowner::regrole) from pg_proc
       where pronamespace in ('core'::regnamespace, 'brand'::regnamespace, 'api'::regnamespace) order by 1`,
    );
    expect(owners).toEqual([
      "api.find_profiles vp_owner",
      "brand.events__check vp_owner",
      "brand.label_profile vp_owner",
      "brand.list_names vp_owner",
      "brand.profiles__trim vp_definer",
      "core.half vp_owner",
      "core.is_hue vp_owner",
      "core.organization_id vp_definer",
      "core.queue_length vp_queue",
    ]);
    expect(
      await fixture.query(
        "select nspowner::regrole::text from pg_namespace where nspname = 'graphile_worker'",
      ),
    ).toEqual(["vp_queue"]);
    expect(await fixture.query("select name || ' ' || hue from brand.profiles")).toEqual(["First 42"]);
  });

  it("leaves no right to create behind and lets nobody execute by default", async () => {
    await fixture.deploy();
    expect(
      await fixture.query(
        "select nspname from pg_namespace where nspname in ('core', 'brand', 'api') and has_schema_privilege('vp_definer', oid, 'create')",
      ),
    ).toEqual([]);
    const executable = (role: string) =>
      fixture.query(
        "select oid::regproc::text from pg_proc where has_function_privilege($1, oid, 'execute') and pronamespace = 'core'::regnamespace order by 1",
        [role],
      );
    expect(await executable("vp_member")).toEqual(["core.half", "core.organization_id"]);
    expect(await executable("vp_anon")).toEqual([]);
  });

  it("gives members the rows of their organisation through the api", async () => {
    await fixture.deploy();
    const names = (organization: string) =>
      fixture.connected(async (client) => {
        await client.query("select set_config('test.organization_id', $1, false)", [organization]);
        await client.query("set role vp_member");
        return (await client.query("select name from api.find_profiles('First')")).rows;
      });
    expect(await names("00000000-0000-7000-8000-000000000000")).toEqual([{ name: "First" }]);
    expect(await names("00000000-0000-7000-8000-000000000001")).toEqual([]);
  });

  it("comes to the same result as a superuser", async () => {
    await fixture.deploy();
    const other = await fixture.sibling();
    try {
      await other.deploy("apply", { databaseUrl: other.superuserUrl });
      expect(await fingerprint(other)).toEqual(await fingerprint(fixture));
      expect((await other.deploy()).changed).toBe(false);
    } finally {
      await other.remove();
    }
  });
});

describe("a deploy of what is there already", () => {
  it("changes nothing at all", async () => {
    await fixture.deploy();
    const before = await fixture.connected(catalogueRows);
    const result = await fixture.deploy();
    expect(result).toMatchObject({
      changed: false,
      ran: [],
      dropped: [],
      apiRebuilt: false,
      migrations: [],
      data: [],
    });
    expect(fixture.log.at(-1)).toBe("Nothing changed: the database is up to date.");
    expect(await fixture.connected(catalogueRows)).toEqual(before);
  });

  it("run in full keeps the same catalogue, and the materialized view's rows", async () => {
    await fixture.deploy();
    const before = await fingerprint(fixture);
    const view = await fixture.query("select 'brand.asset_counts'::regclass::oid");
    const result = await fixture.deploy("full");
    expect(result.apiRebuilt).toBe(true);
    expect(result.ran).toContain("src/core/functions/half.sql");
    expect(await fingerprint(fixture)).toEqual(before);
    expect(await fixture.query("select 'brand.asset_counts'::regclass::oid")).toEqual(view);
  });

  it("run file by file ends where a fresh build of the last state does", async () => {
    await fixture.deploy();
    await fixture.edit("src/core/functions/half.sql", "value / 2", "value >> 1");
    await fixture.edit("src/core/functions/half.sql", /comment on[^;]*;\n/, "");
    await fixture.edit("src/core/functions/half.sql", /grant[^;]*;\n/, "");
    await fixture.deploy();
    await fixture.edit("src/brand/views/profile_names.sql", "p.id, p.name", "p.id, p.hue, p.name");
    await fixture.edit("src/brand/views/profile_names.sql", /comment on column[^;]*;\n/, "");
    await fixture.edit("src/core/functions/organization_id.sql", "security definer", "security invoker");
    await fixture.edit("src/brand/functions/a_list_names.sql", "n.id, n.name", "n.id, n.hue, n.name");
    await fixture.deploy();
    await fixture.edit("src/brand/policies/profiles.sql", /create policy member__update[^;]*;\n/, "");
    await fixture.edit("src/brand/policies/profiles.sql", ", update (name)", "");
    await fixture.edit(
      "src/brand/triggers/profiles__trim.sql",
      "before insert or update on",
      "before insert on",
    );
    await fixture.edit("src/brand/triggers/profiles__trim.sql", /comment on[^;]*;\n/, "");
    await fixture.edit("src/brand/views/asset_counts.sql", "count(*)", "count(a.id)");
    await fixture.delete("src/brand/policies/assets.sql");
    await fixture.move("src/brand/functions/a_list_names.sql", "src/brand/functions/list_names.sql");
    await fixture.deploy();
    await fixture.edit("src/api/views/profiles.sql", "grant select on", "grant select, update (name) on");
    await fixture.edit("src/core/functions/queue_length.sql", "-- owner: vp_queue\n", "");
    await fixture.edit("src/core/functions/half.sql", "value int", "value int default 2");
    await fixture.deploy();

    const incremental = await fingerprint(fixture);
    await fixture.deploy("full");
    expect(await fingerprint(fixture)).toEqual(incremental);
    const fresh = await fixture.sibling();
    try {
      await fresh.deploy();
      expect(incremental).toEqual(await fingerprint(fresh));
    } finally {
      await fresh.remove();
    }
  });
});

describe("a changed file", () => {
  beforeEach(() => fixture.deploy());

  it("is run alone, and api stays as it is", async () => {
    const api = await fixture.query("select 'api'::regnamespace::oid");
    await fixture.edit("src/core/functions/half.sql", "value / 2", "value >> 1");
    const result = await fixture.deploy();
    expect(result).toMatchObject({ ran: ["src/core/functions/half.sql"], dropped: [], apiRebuilt: false });
    expect(await fixture.query("select 'api'::regnamespace::oid")).toEqual(api);
  });

  it("with another signature drops the old function, and makes anew what depended on it", async () => {
    await fixture.edit("src/core/functions/half.sql", /value int|half\(int\)/g, (part: string) =>
      part.replace("int", "bigint"),
    );
    await fixture.edit("src/core/functions/half.sql", "returns int", "returns bigint");
    const result = await fixture.deploy();
    expect(await functions("core.half")).toEqual(["core.half(bigint)"]);
    expect(result.dropped).toEqual(["function core.half(integer)", "materialized view brand.asset_counts"]);
    expect(result.ran).toEqual(["src/brand/views/asset_counts.sql", "src/core/functions/half.sql"]);
    expect(await fixture.query("select count(*)::int from brand.asset_counts")).toEqual([0]);
  });

  it("with another return type or parameter name is dropped and made anew", async () => {
    await fixture.edit("src/core/functions/half.sql", "returns int", "returns numeric");
    await fixture.edit("src/core/functions/half.sql", /value/g, "number");
    const result = await fixture.deploy();
    expect(result.dropped).toContain("function core.half(integer)");
    expect(await fixture.query("select core.half(number => 3)::text")).toEqual(["1"]);
  });

  it("with other columns of a view rebuilds what reads it, api included", async () => {
    await fixture.edit(
      "src/brand/views/profile_names.sql",
      "p.id, p.name",
      "p.id, upper(p.name) as name, p.hue",
    );
    await fixture.edit("src/brand/functions/a_list_names.sql", "n.id, n.name", "n.id, n.name, n.hue");
    await fixture.edit("src/brand/views/profile_names.sql", "p.organization_id, ", "");
    await fixture.edit("src/brand/functions/a_list_names.sql", "n.organization_id, ", "");
    await fixture.edit("src/api/views/profiles.sql", "n.organization_id", "null::uuid as organization_id");
    const result = await fixture.deploy();
    expect(result).toMatchObject({ apiRebuilt: true });
    expect(result.dropped).toContain("view brand.profile_names");
    expect(await fixture.query("select name from brand.list_names()")).toEqual(["FIRST"]);
  });

  it("takes back the grants that it no longer has, and keeps those of other roles", async () => {
    const dba = "vp_deploy_test_reader";
    await withClient(serverUrl(), (client) => client.query(`drop role if exists ${dba}; create role ${dba}`));
    try {
      await fixture.query(`grant select on brand.profiles to ${dba}`);
      await fixture.edit("src/brand/policies/profiles.sql", ", insert (organization_id, name, hue)", "");
      await fixture.deploy();
      const may = (role: string, what: string) =>
        fixture.query("select has_any_column_privilege($1, 'brand.profiles', $2)", [role, what]);
      expect(await may("vp_member", "insert")).toEqual([false]);
      expect(await may("vp_member", "select")).toEqual([true]);
      expect(await may(dba, "select")).toEqual([true]);
    } finally {
      await fixture.query(`drop owned by ${dba}`);
      await withClient(serverUrl(), (client) => client.query(`drop role ${dba}`));
    }
  });

  it("that nobody can run changes nothing, and says where", async () => {
    const before = await fingerprint(fixture);
    await fixture.edit("src/core/functions/half.sql", "value / 2", "value * 2");
    await fixture.edit("src/api/views/profiles.sql", "n.name", "n.nickname");
    await expect(fixture.deploy()).rejects.toThrow(
      /db\/src\/api\/views\/profiles\.sql:2: column n\.nickname does not exist/,
    );
    expect(await fingerprint(fixture)).toEqual(before);
    expect(await fixture.query("select core.half(4)")).toEqual([2]);
  });

  it("shows every file that fails at once", async () => {
    await fixture.edit(
      "src/brand/functions/a_list_names.sql",
      "setof brand.profile_names",
      "setof brand.nothing",
    );
    await fixture.write(
      "src/brand/views/broken.sql",
      "create view brand.broken as\n  select brand.nowhere();\n",
    );
    const error = await fixture.deploy().catch((e: Error) => e.message);
    expect(error).toContain('db/src/brand/functions/a_list_names.sql:2: type "brand.nothing" does not exist');
    expect(error).toContain("db/src/brand/views/broken.sql:2: function brand.nowhere() does not exist");
  });
});

describe("a file that is gone", () => {
  beforeEach(() => fixture.deploy());

  it("drops its function, view, trigger and policies", async () => {
    for (const path of [
      "src/core/functions/queue_length.sql",
      "src/brand/views/asset_counts.sql",
      "src/brand/triggers/profiles__trim.sql",
      "src/brand/triggers/events__check.sql",
      "src/brand/policies/profiles.sql",
      "src/api/functions/find_profiles.sql",
    ]) {
      await fixture.delete(path);
    }
    await fixture.deploy();
    expect(await functions("core.queue_length")).toEqual([]);
    expect(await functions("brand.profiles__trim")).toEqual([]);
    expect(await functions("api.find_profiles")).toEqual([]);
    expect(await fixture.query("select to_regclass('brand.asset_counts')")).toEqual([null]);
    expect(await fixture.query("select tgname from pg_trigger where not tgisinternal")).toEqual([]);
    expect(
      await fixture.query("select polname from pg_policy where polrelid = 'brand.profiles'::regclass"),
    ).toEqual([]);
    expect(
      await fixture.query("select has_any_column_privilege('vp_member', 'brand.profiles', 'select')"),
    ).toEqual([false]);
    expect((await fixture.deploy()).changed).toBe(false);
  });

  it("but whose object moved to another file keeps it", async () => {
    const oid = await fixture.query("select 'core.half'::regproc::oid");
    await fixture.move("src/core/functions/half.sql", "src/core/functions/halve.sql");
    expect((await fixture.deploy()).dropped).toEqual([]);
    expect(await fixture.query("select 'core.half'::regproc::oid")).toEqual(oid);
  });

  it("stays while something of a migration needs it", async () => {
    await fixture.query("alter table brand.assets add check (core.half(bytes) > 0)");
    await fixture.delete("src/core/functions/half.sql");
    await expect(fixture.deploy()).rejects.toThrow(/constraint assets_bytes_check on table brand\.assets/);
    expect(await functions("core.half")).toEqual(["core.half(integer)"]);
  });
});
