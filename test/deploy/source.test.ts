import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { identityLabel } from "../../scripts/deploy/identity.ts";
import { readSource } from "../../scripts/deploy/source.ts";

let root: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "vp-source-"));
});
afterEach(() => rm(root, { recursive: true }));

async function read(files: Record<string, string>) {
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, "db/src", path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
  }
  return readSource(root);
}

const body = "returns int language sql return 1";

describe("readSource", () => {
  it("names what a file defines", async () => {
    const [file] = await read({
      "brand/triggers/t.sql": `
        create function brand.f(a uuid, inout b text[], variadic c timestamptz[], out d int) ${body};
        create trigger "T" after insert on brand.assets for each row execute function brand.f();`,
    });
    expect(file?.objects.map((object) => identityLabel(object.identity))).toEqual([
      "function brand.f(uuid, text[], timestamptz[])",
      "trigger T on brand.assets",
    ]);
  });

  it("has each statement run by the owner of what it creates", async () => {
    const files = await read({
      "core/functions/a.sql": `create function core.a() ${body} ;\n\n-- Who may.\ngrant execute on function core.a() to vp_member;`,
      "core/functions/b.sql": `create function core.b() returns int language sql security definer as 'select 1';`,
      "core/functions/c.sql": `-- owner: vp_queue\ncreate function core.c() ${body};`,
    });
    expect(files.map((file) => file.statements.map(({ role, line }) => [role, line]))).toEqual([
      [
        ["vp_owner", 1],
        [undefined, 4],
      ],
      [["vp_definer", 1]],
      [["vp_queue", 2]],
    ]);
  });

  it("replaces what can be replaced, however it is written", async () => {
    const [file] = await read({
      "brand/triggers/t.sql": `
        CREATE FUNCTION brand.f() ${body};
        create or  replace trigger a after insert on brand.assets for each row execute function brand.f();
        create constraint trigger b after insert on brand.assets for each row execute function brand.f();`,
    });
    expect(file?.statements.map(({ sql }) => sql.slice(0, 26))).toEqual([
      "create or replace FUNCTION",
      "create or  replace trigger",
      "create constraint trigger ",
    ]);
    expect(file?.objects.map(({ replaces }) => replaces)).toEqual([true, true, false]);
  });

  it("counts lines in files with characters of several bytes", async () => {
    const [file] = await read({
      "core/functions/a.sql": `create function core.a() returns text language sql return '€ – ü';\n\ngrant execute on function core.a() to vp_member;`,
    });
    expect(file?.statements[1]).toMatchObject({
      line: 3,
      sql: "grant execute on function core.a() to vp_member",
    });
  });

  it.each([
    [
      "a syntax error",
      "core/functions/a.sql",
      "create function core.a()\n  returns returns int",
      /a\.sql:2: syntax error/,
    ],
    [
      "a table",
      "core/functions/a.sql",
      "create table core.a (id int)",
      /a\.sql:1: CreateStmt does not belong here/,
    ],
    [
      "a name without schema",
      "core/functions/a.sql",
      `create function a() ${body}`,
      /write a with its schema/,
    ],
    [
      "another schema than its folder's",
      "core/functions/a.sql",
      `create function brand.a() ${body}`,
      /brand\.a must be in schema core/,
    ],
    [
      "a star in a view",
      "core/views/a.sql",
      "create view core.a as select t.* from core.t",
      /name the view's columns/,
    ],
    [
      "an unknown layer",
      "auth/functions/a.sql",
      `create function auth.a() ${body}`,
      /expected db\/src\/<schema>/,
    ],
    [
      "an unknown owner",
      "core/functions/a.sql",
      `-- owner: postgres\ncreate function core.a() ${body}`,
      /unknown owner postgres/,
    ],
    [
      "a function among policies",
      "core/policies/a.sql",
      `create function core.a() ${body}`,
      /a policy file holds/,
    ],
    [
      "a grant on what another file defines",
      "core/functions/a.sql",
      `create function core.a() ${body}; grant execute on function core.b() to vp_member;`,
      /a grant on core\.b belongs to the file that defines it/,
    ],
    ["nothing", "core/functions/a.sql", "-- Nothing yet.", /has no statement/],
    [
      "api without its schema",
      "api/functions/a.sql",
      `create function api.a() ${body}`,
      /api\/schema\.sql is missing/,
    ],
  ])("refuses %s", async (_, path, content, message) => {
    await expect(read({ [path]: content })).rejects.toThrow(message);
  });

  it("refuses two files for one object", async () => {
    await expect(
      read({
        "core/functions/a.sql": `create function core.a() ${body}`,
        "core/functions/b.sql": `create function core.a() ${body}`,
      }),
    ).rejects.toThrow(
      "db/src/core/functions/b.sql: function core.a() is defined in db/src/core/functions/a.sql too.",
    );
  });
});
