import { randomBytes } from "node:crypto";
import pg from "pg";
import { afterEach, beforeEach, expect, it } from "vitest";
import { deployRoles, scramVerifier } from "../../scripts/deploy/roles.ts";
import { createDeployLogin, Fixture, serverUrl, withClient } from "./fixture.ts";

const role = `vp_password_test_${randomBytes(4).toString("hex")}`;

beforeEach(createDeployLogin);
beforeEach(() => withClient(serverUrl(), (client) => client.query(`create role ${role} login`)));
afterEach(() => withClient(serverUrl(), (client) => client.query(`drop role ${role}`)));

function whoami(password: string): Promise<unknown[]> {
  const url = new URL(serverUrl());
  url.username = role;
  url.password = encodeURIComponent(password);
  return withClient(url.href, async (client) => (await client.query("select current_user as name")).rows);
}

it.each(["correct horse battery staple", "pässwörd – 密码", "'; drop role postgres; --"])(
  "a login works with the password %s, of which only the verifier was sent",
  async (password) => {
    await withClient(serverUrl(), (client) =>
      client.query(`alter role ${role} password '${scramVerifier(password)}'`),
    );
    expect(await whoami(password)).toEqual([{ name: role }]);
    await expect(whoami("wrong")).rejects.toThrow(/password authentication/);
  },
);

it("deploys of several databases that change the same roles at once all succeed", async () => {
  const fixture = await Fixture.create();
  const clients = Array.from({ length: 12 }, () => new pg.Client({ connectionString: fixture.superuserUrl }));
  try {
    await Promise.all(clients.map((client) => client.connect()));
    await Promise.all(
      clients.map((client) => deployRoles(client, fixture.root, { [role]: "the same for all" })),
    );
    expect(await whoami("the same for all")).toEqual([{ name: role }]);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
    await fixture.remove();
  }
});
