import { randomBytes } from "node:crypto";
import type { PostgrestError } from "@supabase/postgrest-js";
import type { Database } from "../../db/api.types.ts";
import { type Api, connect, need } from "../../scripts/demo/client.ts";

export const password = "correct horse battery staple";

/** Something that no other test has. */
export function unique(prefix: string): string {
  return `${prefix}-${randomBytes(6).toString("hex")}`;
}

type Session = Database["api"]["Functions"]["sign_in"]["Returns"];

/** Somebody with an account and tokens. */
export interface Account {
  readonly id: string;
  readonly email: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly api: Api;
}

/** An account for the tokens of a session. */
export async function account(apiUrl: string, email: string, session: Session): Promise<Account> {
  const accessToken = session.access_token;
  const [, claims = ""] = accessToken.split(".");
  const { sub } = JSON.parse(Buffer.from(claims, "base64url").toString()) as { sub: string };
  const { refresh_token: refreshToken = "" } = session;
  return { id: sub, email, accessToken, refreshToken, api: connect(apiUrl, accessToken) };
}

/** Makes an account; its session is for no organisation yet. */
export async function signUp(apiUrl: string): Promise<Account> {
  const email = `${unique("person")}@tests.example`;
  const session = await need(
    "sign_up",
    connect(apiUrl).rpc("sign_up", { email, password, full_name: "Test Person" }),
  );
  return account(apiUrl, email, session);
}

/** Makes an account with an organisation of its own. */
export async function signUpOwner(apiUrl: string): Promise<Account & { organizationId: string }> {
  const person = await signUp(apiUrl);
  const session = await need(
    "create_organization",
    person.api.rpc("create_organization", { name: "Test", slug: unique("test") }),
  );
  const owner = await account(apiUrl, person.email, session);
  const { organization_id } = await need("me", owner.api.from("me").select("organization_id").single());
  return { ...owner, organizationId: organization_id ?? "" };
}

/** Makes an account that is a member of somebody's organisation. */
export async function signUpMember(
  apiUrl: string,
  admin: Api,
  role: "admin" | "editor" | "reviewer" | "viewer",
): Promise<Account> {
  const person = await signUp(apiUrl);
  const invitation = await need("invite_member", admin.rpc("invite_member", { email: person.email, role }));
  const session = await need(
    "accept_invitation",
    person.api.rpc("accept_invitation", { token: invitation.token }),
  );
  return account(apiUrl, person.email, session);
}

interface Answer {
  readonly error: PostgrestError | null;
  readonly status: number;
}

/** What a call was refused with: HTTP status and code. `null`s when it was not refused. */
export async function refusal(call: PromiseLike<Answer>): Promise<{ status: number; code: string | null }> {
  const { error, status } = await call;
  return { status, code: error?.code ?? null };
}
