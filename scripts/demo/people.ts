import { randomBytes } from "node:crypto";
import { type Api, connect, need } from "./client.ts";

/** Somebody who is signed in to the demo's organisation. */
export interface Person {
  readonly name: string;
  readonly role: "owner" | "editor" | "reviewer";
  readonly api: Api;
}

/** The demo's organisation: new in each run, so that it can run any number of times. */
export interface Team {
  readonly organization: string;
  readonly slug: string;
  readonly owner: Person;
  readonly editor: Person;
  readonly reviewer: Person;
}

const organization = "Stagelight Agency";
const names = { owner: "Nora Lindqvist", editor: "Samir Haddad", reviewer: "Inês Moreau" } as const;

/** Signs three people up; the owner makes the organisation, the others accept her invitations. */
export async function formTeam(apiUrl: string): Promise<Team> {
  const slug = `stagelight-${randomBytes(5).toString("hex")}`;
  const password = randomBytes(18).toString("base64url");
  const join = async (role: keyof typeof names) => {
    const email = `${role}@${slug}.example`;
    const account = await need(
      `Signing ${names[role]} up`,
      connect(apiUrl).rpc("sign_up", { email, password, full_name: names[role] }),
    );
    return { email, api: connect(apiUrl, account.access_token) };
  };
  const [owner, editor, reviewer] = await Promise.all([join("owner"), join("editor"), join("reviewer")]);
  const session = await need(
    "Making the organisation",
    owner.api.rpc("create_organization", { name: organization, slug }),
  );
  const ownerApi = connect(apiUrl, session.access_token);

  const invite = async (role: "editor" | "reviewer", guest: { email: string; api: Api }): Promise<Person> => {
    const invitation = await need(
      `Inviting ${names[role]}`,
      ownerApi.rpc("invite_member", { email: guest.email, role }),
    );
    const membership = await need(
      `Accepting the invitation of ${names[role]}`,
      guest.api.rpc("accept_invitation", { token: invitation.token }),
    );
    return { name: names[role], role, api: connect(apiUrl, membership.access_token) };
  };
  const [editorPerson, reviewerPerson] = await Promise.all([
    invite("editor", editor),
    invite("reviewer", reviewer),
  ]);
  return {
    organization,
    slug,
    owner: { name: names.owner, role: "owner", api: ownerApi },
    editor: editorPerson,
    reviewer: reviewerPerson,
  };
}
