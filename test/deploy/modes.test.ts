import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { catalogueFingerprint, catalogueRows } from "./fingerprint.ts";
import { createDeployLogin, Fixture } from "./fixture.ts";

let fixture: Fixture;

beforeAll(createDeployLogin);
beforeEach(async () => {
  fixture = await Fixture.create();
});
afterEach(() => fixture.remove());

const fingerprint = (of: Fixture) => of.connected(catalogueFingerprint);
const migration = (up: string) => `-- migrate:up\n${up}\n-- migrate:down\n`;

describe("migrations", () => {
  it("that were edited after they ran stop the deploy, which names the way out", async () => {
    await fixture.deploy();
    await fixture.edit("migrations/02_brand.sql", "bytes int not null", "bytes bigint not null");
    await expect(fixture.deploy()).rejects.toThrow(
      /db\/migrations\/02_brand\.sql was changed after it was applied[\s\S]*npm run deploy -- --reset/,
    );
  });

  it("that were removed after they ran stop the deploy", async () => {
    await fixture.deploy();
    await fixture.delete("migrations/02_brand.sql");
    await expect(fixture.deploy()).rejects.toThrow(/Migration 02 was applied .* its file is gone/);
  });

  it("that fail leave those before them applied and recorded", async () => {
    await fixture.write("migrations/03_more.sql", migration("create table brand.more (id int);"));
    await fixture.write("migrations/04_wrong.sql", migration("create table brand.more (id int);"));
    await expect(fixture.deploy()).rejects.toThrow(/04_wrong\.sql[\s\S]*already exists/);
    expect(await fixture.query("select path from core.deployed order by path")).toEqual([
      "migrations/01_core.sql",
      "migrations/02_brand.sql",
      "migrations/03_more.sql",
    ]);
    await fixture.edit("migrations/04_wrong.sql", "more", "most");
    expect((await fixture.deploy()).migrations).toEqual(["migrations/04_wrong.sql"]);
  });

  it("that drop what a file defined have it made anew", async () => {
    await fixture.deploy();
    await fixture.write(
      "migrations/03_wider.sql",
      migration(
        "drop schema api cascade; drop function brand.list_names; drop view brand.profile_names; alter table brand.profiles alter name type varchar(80);",
      ),
    );
    const result = await fixture.deploy();
    expect(result.ran).toContain("src/brand/views/profile_names.sql");
    expect(await fixture.query("select name from brand.list_names()")).toEqual(["First"]);
  });

  it("of data that fail are neither recorded nor half done", async () => {
    await fixture.write(
      "data/02_second.js",
      "export async function up(pgm) { pgm.sql(\"update brand.profiles set name = 'Second'\"); pgm.sql('select 1 / 0'); }\n",
    );
    await expect(fixture.deploy()).rejects.toThrow(/db\/data: division by zero/);
    expect(await fixture.query("select name from core.data_migrations")).toEqual(["01_first_profile"]);
    expect(await fixture.query("select name from brand.profiles")).toEqual(["First"]);
  });
});

describe("looking", () => {
  it("--plan of an empty database lists everything and makes nothing", async () => {
    const result = await fixture.deploy("plan");
    expect(result.changed).toBe(true);
    expect(fixture.log).toContain("apply db/migrations/01_core.sql");
    expect(fixture.log).toContain("run db/src/core/functions/half.sql (new)");
    expect(fixture.log).toContain("run db/data/01_first_profile");
    expect(
      await fixture.query(
        "select nspname from pg_namespace where nspname !~ '^(pg_|information_schema|public)'",
      ),
    ).toEqual([]);
  });

  it("--plan names what would be run and dropped, with the reason", async () => {
    await fixture.deploy();
    await fixture.delete("src/core/functions/queue_length.sql");
    await fixture.edit("src/brand/views/profile_names.sql", "'Names.'", "'All names.'");
    const before = await fixture.connected(catalogueRows);
    await fixture.deploy("plan");
    expect(fixture.log).toEqual([
      "drop function core.queue_length()",
      "run db/src/brand/views/profile_names.sql (changed)",
      "forget db/src/core/functions/queue_length.sql (gone)",
    ]);
    expect(await fixture.connected(catalogueRows)).toEqual(before);
  });

  it("--plan sees what cannot be replaced, and what goes with it", async () => {
    await fixture.deploy();
    await fixture.edit("src/core/functions/half.sql", "returns int", "returns bigint");
    await fixture.deploy("plan");
    expect(fixture.log).toEqual([
      "drop function core.half(integer), made anew below",
      "drop materialized view brand.asset_counts, made anew below",
      "run db/src/brand/views/asset_counts.sql (depends on what is dropped: materialized view brand.asset_counts)",
      "run db/src/core/functions/half.sql (changed)",
    ]);
  });

  it.each([
    ["a return type", "returns table (a int, b text)", "returns table (a int, b int)"],
    ["a column's name", "returns table (a int, b text)", "returns table (a int, c text)"],
    ["set or single", "returns setof int", "returns int"],
    ["a parameter's name", "x int default 1) returns int", "y int default 1) returns int"],
    ["a default", "x int default 1) returns int", "x int) returns int"],
    ["a single output's type", "x int, out y int)", "x int, out y text)"],
  ])("--plan sees that %s changed, and that nothing did", async (_, before, after) => {
    const start = before.includes("x int") ? "" : "x int) ";
    const define = (rest: string) =>
      `create function core.shape(${start}${rest} language plpgsql as 'begin return; end';\n`;
    await fixture.write("src/core/functions/shape.sql", define(before));
    await fixture.deploy();
    await fixture.write("src/core/functions/shape.sql", `${define(before)}-- Changed.\n`);
    expect((await fixture.deploy("plan")).dropped).toEqual([]);
    await fixture.write("src/core/functions/shape.sql", define(after));
    expect((await fixture.deploy("plan")).dropped).toEqual(["function core.shape(integer)"]);
    expect((await fixture.deploy()).dropped).toEqual(["function core.shape(integer)"]);
  });

  it("--status shows both migrators and the files that differ", async () => {
    await fixture.deploy();
    await fixture.write("migrations/03_more.sql", migration("create table brand.more (id int);"));
    await fixture.edit("src/core/functions/half.sql", "value / 2", "value >> 1");
    await fixture.deploy("status");
    expect(fixture.log).toEqual([
      "Migrations (dbmate): 2 applied, 1 pending",
      "  [x] db/migrations/01_core.sql",
      "  [x] db/migrations/02_brand.sql",
      "  [ ] db/migrations/03_more.sql",
      "Data (node-pg-migrate): 1 applied, 0 pending",
      "  [x] db/data/01_first_profile",
      "Source: 14 files, 1 to run, 0 gone",
      "  db/src/core/functions/half.sql (changed)",
    ]);
  });
});

describe("several at once", () => {
  it("deploys of one database run one after the other", async () => {
    const results = await Promise.all([fixture.deploy(), fixture.deploy(), fixture.deploy()]);
    expect(results.map((result) => result.changed).sort()).toEqual([false, false, true]);
  });

  it("deploys of several databases of a cluster do not disturb each other", async () => {
    const others = await Promise.all([fixture.sibling(), fixture.sibling(), fixture.sibling()]);
    try {
      const all = [fixture, ...others];
      await Promise.all(all.map((one) => one.deploy()));
      const [first, ...rest] = await Promise.all(all.map(fingerprint));
      for (const other of rest) expect(other).toEqual(first);
    } finally {
      await Promise.all(others.map((other) => other.remove()));
    }
  });

  it("a deploy yields to a client that holds a table, and tries again", async () => {
    await fixture.deploy();
    await fixture.edit("src/brand/policies/profiles.sql", "with check (true)", "with check (hue > 0)");
    await fixture.connected(async (reader) => {
      await reader.query("begin; select from brand.profiles");
      let done = false;
      const busy = Promise.withResolvers<void>();
      const deployed = fixture
        .deploy("apply", { log: (line) => line.startsWith("Tables are busy") && busy.resolve() })
        .then((result) => {
          done = true;
          return result;
        });
      await Promise.race([busy.promise, deployed]);
      expect(done).toBe(false);
      // The deploy is not in the queue for the lock now: others still read.
      await reader.query("select from brand.profiles; commit");
      expect((await deployed).ran).toEqual(["src/brand/policies/profiles.sql"]);
    });
  });
});

describe("--reset", () => {
  it("refuses without consent and says how to give it", async () => {
    await fixture.deploy();
    await expect(fixture.deploy("reset")).rejects.toThrow("ALLOW_RESET=yes");
    expect(await fixture.query("select name from brand.profiles")).toEqual(["First"]);
  });

  it("drops the product's schemas and deploys", async () => {
    await fixture.deploy();
    const before = await fingerprint(fixture);
    await fixture.edit("migrations/02_brand.sql", "-- migrate:up", "-- migrate:up\n-- Edited.");
    await fixture.query("update brand.profiles set name = 'Mine'");
    const result = await fixture.deploy("reset", { allowReset: true });
    expect(result.migrations).toEqual(["migrations/01_core.sql", "migrations/02_brand.sql"]);
    expect(await fixture.query("select name from brand.profiles")).toEqual(["First"]);
    expect(await fingerprint(fixture)).toEqual(before);
  });
});
