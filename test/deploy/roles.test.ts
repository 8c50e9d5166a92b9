import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, it } from "vitest";
import { scramVerifier } from "../../scripts/deploy/roles.ts";
import { serverUrl, withClient } from "./fixture.ts";

const role = `vp_password_test_${randomBytes(4).toString("hex")}`;

beforeEach(() => withClient(serverUrl(), (client) => client.query(`create role ${role} login`)));
afterEach(() => withClient(serverUrl(), (client) => client.query(`drop role ${role}`)));

it.each(["correct horse battery staple", "pässwörd – 密码", "'; drop role postgres; --"])(
  "a login works with the password %s, of which only the verifier was sent",
  async (password) => {
    await withClient(serverUrl(), (client) =>
      client.query(`alter role ${role} password '${scramVerifier(password)}'`),
    );
    const url = new URL(serverUrl());
    url.username = role;
    url.password = encodeURIComponent(password);
    const whoami = withClient(
      url.href,
      async (client) => (await client.query("select current_user as name")).rows,
    );
    expect(await whoami).toEqual([{ name: role }]);
    url.password = "wrong";
    await expect(withClient(url.href, (client) => client.query("select 1"))).rejects.toThrow(
      /password authentication/,
    );
  },
);
