import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect, need } from "../../scripts/demo/client.ts";
import { startTestStack, type TestStack } from "../setup/stack.ts";
import { account, password, refusal, signUp, signUpMember, signUpOwner, unique } from "./helpers.ts";

let stack: TestStack;
let url: string;

beforeAll(async () => {
  stack = await startTestStack();
  url = stack.state().api_url;
});
afterAll(() => stack?.stop());

describe("signing up and in", () => {
  test("an account signs in with its password, whatever the case of its address", async () => {
    const { email, id } = await signUp(url);
    const session = await need(
      "sign_in",
      connect(url).rpc("sign_in", { email: email.toUpperCase(), password }),
    );
    const { api } = await account(url, email, session);
    expect(await need("me", api.from("me").select("id, email, organization_id, role").single())).toEqual({
      id,
      email,
      organization_id: null,
      role: null,
    });
    expect(session).toMatchObject({ token_type: "bearer", expires_in: 900 });
  });

  test("a wrong password and an unknown address get the same answer", async () => {
    const { email } = await signUp(url);
    const wrong = await connect(url).rpc("sign_in", { email, password: "not the password" });
    const unknown = await connect(url).rpc("sign_in", { email: `x${email}`, password });
    expect(wrong.status).toBe(401);
    expect(wrong.error).toMatchObject({ code: "VP100" });
    expect({ ...unknown.error }).toEqual({ ...wrong.error });
  });

  test("bad input is refused in words", async () => {
    const { email } = await signUp(url);
    const nobody = connect(url);
    const full_name = "Test Person";
    expect(await refusal(nobody.rpc("sign_up", { email, password, full_name }))).toEqual({
      status: 409,
      code: "VP104",
    });
    expect(await refusal(nobody.rpc("sign_up", { email: "no address", password, full_name }))).toEqual({
      status: 422,
      code: "VP201",
    });
    const { error, status } = await nobody.rpc("sign_up", {
      email: `x${email}`,
      password: "short",
      full_name,
    });
    expect(status).toBe(422);
    expect(error).toMatchObject({ code: "VP108", hint: expect.any(String) });
  });

  test("after ten attempts in five minutes the address has to wait", async () => {
    const { email } = await signUp(url);
    const attempts: { status: number; code: string | null }[] = [];
    for (let n = 0; n < 11; n++)
      attempts.push(await refusal(connect(url).rpc("sign_in", { email, password: "wrong" })));
    // A window may end in between; then the count starts anew and the last one is not refused.
    expect(attempts.slice(0, 10).every(({ status }) => status === 401)).toBe(true);
    expect([
      { status: 429, code: "VP110" },
      { status: 401, code: "VP100" },
    ]).toContainEqual(attempts[10]);
  });
});

describe("sessions", () => {
  test("a refresh token is good once; used again, it ends the session for both", async () => {
    const { email, refreshToken, api } = await signUpOwner(url);
    const refreshed = await need(
      "refresh_session",
      connect(url).rpc("refresh_session", { refresh_token: refreshToken }),
    );
    const next = await account(url, email, refreshed);
    expect(next.refreshToken).not.toBe(refreshToken);
    expect(await need("me", next.api.from("me").select("email, role").single())).toEqual({
      email,
      role: "owner",
    });

    expect(await refusal(connect(url).rpc("refresh_session", { refresh_token: refreshToken }))).toEqual({
      status: 401,
      code: "VP101",
    });
    for (const client of [api, next.api])
      expect(await refusal(client.from("me").select())).toEqual({ status: 401, code: "VP101" });
    expect(await refusal(connect(url).rpc("refresh_session", { refresh_token: next.refreshToken }))).toEqual({
      status: 401,
      code: "VP101",
    });
  });

  test("signing out ends the access token at once", async () => {
    const { api, refreshToken } = await signUpOwner(url);
    expect((await api.from("me").select()).data).toHaveLength(1);
    await need("sign_out", api.rpc("sign_out"));
    expect(await refusal(api.from("me").select())).toEqual({ status: 401, code: "VP101" });
    expect(await refusal(connect(url).rpc("refresh_session", { refresh_token: refreshToken }))).toEqual({
      status: 401,
      code: "VP101",
    });
  });

  test("a token with another signature, or none, opens nothing", async () => {
    const { accessToken } = await signUpOwner(url);
    const [head, claims = "", signature = ""] = accessToken.split(".");
    const turned = signature.startsWith("A") ? `B${signature.slice(1)}` : `A${signature.slice(1)}`;
    expect((await connect(url, [head, claims, turned].join(".")).from("me").select()).status).toBe(401);
    const none = Buffer.from(JSON.stringify({ alg: "none", typ: "JWT" })).toString("base64url");
    expect((await connect(url, [none, claims, ""].join(".")).from("me").select()).status).toBe(401);
    const nobody = await connect(url).from("brand_profiles").select();
    expect(nobody.status).toBe(401);
  });
});

describe("organisations", () => {
  test("a member of two switches between them, and each token sees its own", async () => {
    const first = await signUpOwner(url);
    const second = await signUpOwner(url);
    const invitation = await need(
      "invite_member",
      second.api.rpc("invite_member", { email: first.email, role: "viewer" }),
    );
    const inSecond = await account(
      url,
      first.email,
      await need("accept_invitation", first.api.rpc("accept_invitation", { token: invitation.token })),
    );
    const me = (api: typeof first.api) => need("me", api.from("me").select("organization_id, role").single());
    expect(await me(inSecond.api)).toEqual({ organization_id: second.organizationId, role: "viewer" });

    const back = await account(
      url,
      first.email,
      await need(
        "switch_organization",
        inSecond.api.rpc("switch_organization", { organization_id: first.organizationId }),
      ),
    );
    expect(await me(back.api)).toEqual({ organization_id: first.organizationId, role: "owner" });
    const foreign = await signUpOwner(url);
    expect(
      await refusal(back.api.rpc("switch_organization", { organization_id: foreign.organizationId })),
    ).toEqual({ status: 404, code: "VP200" });
  });

  test("an invitation is for its address, once, and can be taken back", async () => {
    const owner = await signUpOwner(url);
    const guest = await signUp(url);
    const other = await signUp(url);
    const invite = async () =>
      (await need("invite_member", owner.api.rpc("invite_member", { email: guest.email, role: "editor" })))
        .token;
    const unusable = { status: 404, code: "VP106" };
    const first = await invite();
    const token = await invite();
    expect(await refusal(guest.api.rpc("accept_invitation", { token: first }))).toEqual(unusable);
    expect(await refusal(other.api.rpc("accept_invitation", { token }))).toEqual(unusable);
    await need("accept_invitation", guest.api.rpc("accept_invitation", { token }));
    expect(await refusal(guest.api.rpc("accept_invitation", { token }))).toEqual(unusable);
    expect(await refusal(owner.api.rpc("invite_member", { email: guest.email, role: "viewer" }))).toEqual({
      status: 409,
      code: "VP109",
    });

    const revoked = await need(
      "invite_member",
      owner.api.rpc("invite_member", { email: other.email, role: "viewer" }),
    );
    await need(
      "revoking",
      owner.api.from("invitations").update({ revoked_at: new Date().toISOString() }).eq("id", revoked.id),
    );
    expect(await refusal(other.api.rpc("accept_invitation", { token: revoked.token }))).toEqual(unusable);
  });

  test("who may invite: admins, and never above their own role", async () => {
    const owner = await signUpOwner(url);
    const admin = await signUpMember(url, owner.api, "admin");
    const editor = await signUpMember(url, owner.api, "editor");
    const email = `${unique("guest")}@tests.example`;
    expect(await refusal(editor.api.rpc("invite_member", { email, role: "viewer" }))).toEqual({
      status: 403,
      code: "VP103",
    });
    expect(await refusal(admin.api.rpc("invite_member", { email, role: "owner" }))).toEqual({
      status: 422,
      code: "VP201",
    });
    expect((await admin.api.rpc("invite_member", { email, role: "admin" })).error).toBeNull();
  });

  test("a removed member is refused at once, with a token that has not run out", async () => {
    const owner = await signUpOwner(url);
    const editor = await signUpMember(url, owner.api, "editor");
    expect((await editor.api.from("brand_profiles").insert({ name: "Before" })).status).toBe(201);
    await need(
      "removing",
      owner.api.from("user_organizations").update({ status: "removed" }).eq("user_id", editor.id).select(),
    );
    const refused = { status: 403, code: "VP102" };
    expect(await refusal(editor.api.from("brand_profiles").select())).toEqual(refused);
    expect(await refusal(editor.api.from("brand_profiles").insert({ name: "After" }))).toEqual(refused);
    expect(await refusal(editor.api.rpc("search_assets", { query: "logo" }))).toEqual(refused);
    const profiles = await need("profiles", owner.api.from("brand_profiles").select("name"));
    expect(profiles).toEqual([{ name: "Before" }]);
  });

  test("the last owner stays, and a slug is taken once", async () => {
    const owner = await signUpOwner(url);
    expect(
      await refusal(
        owner.api.from("user_organizations").update({ role: "viewer" }).eq("user_id", owner.id).select(),
      ),
    ).toEqual({ status: 409, code: "VP109" });
    const { slug } = await need(
      "organization",
      owner.api.from("organizations").select("slug").eq("id", owner.organizationId).single(),
    );
    expect(await refusal(owner.api.rpc("create_organization", { name: "Again", slug }))).toEqual({
      status: 409,
      code: "VP105",
    });
  });
});

test("an API key signs in with its role, and ends with its revocation", async () => {
  const owner = await signUpOwner(url);
  const key = await need("create_api_key", owner.api.rpc("create_api_key", { name: "ci", role: "viewer" }));
  const session = await need(
    "sign_in_with_api_key",
    connect(url).rpc("sign_in_with_api_key", { api_key: key.key }),
  );
  const machine = connect(url, session.access_token);
  expect(await need("me", machine.from("me").select("role").single())).toEqual({ role: "viewer" });
  expect((await machine.from("brand_profiles").insert({ name: "By a viewer" })).status).toBe(403);
  await need(
    "revoking",
    owner.api.from("api_keys").update({ revoked_at: new Date().toISOString() }).eq("id", key.id),
  );
  expect(await refusal(machine.from("me").select())).toEqual({ status: 401, code: "VP101" });
});

test("people change their own profile, and nothing else about themselves", async () => {
  const { api, id } = await signUpOwner(url);
  const other = await signUpOwner(url);
  const changed = await need(
    "me",
    api
      .from("me")
      .update({
        full_name: "Ada Example",
        time_zone: "Europe/Lisbon",
        notification_preferences: { email: false, approvals: "daily" },
      })
      .eq("id", id)
      .select("full_name, time_zone, notification_preferences")
      .single(),
  );
  expect(changed).toEqual({
    full_name: "Ada Example",
    time_zone: "Europe/Lisbon",
    notification_preferences: { email: false, approvals: "daily" },
  });
  for (const wrong of [{ time_zone: "Mars" }, { notification_preferences: { digest: "hourly" } }])
    expect(await refusal(api.from("me").update(wrong).eq("id", id))).toEqual({ status: 422, code: "VP201" });
  const foreign = await api.from("me").update({ full_name: "Not me" }).eq("id", other.id).select();
  expect(foreign.data).toEqual([]);
  // @ts-expect-error: not a writable column
  expect((await api.from("me").update({ email: "new@tests.example" }).eq("id", id)).status).toBe(403);
});
