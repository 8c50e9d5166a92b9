import { execFileSync } from "node:child_process";
import { readFileSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { hasSetpriv } from "./process.ts";

/** The operating system user that the database runs as when we are root, because PostgreSQL refuses to be root. */
export interface OsUser {
  readonly uid: number;
  readonly gid: number;
  /** Arguments of `setpriv` that become this user. */
  readonly setpriv: readonly string[];
}

const userName = "postgres";

function id(flag: "-u" | "-g"): number | undefined {
  try {
    return Number(
      execFileSync("id", [flag, userName], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    );
  } catch {
    return undefined; // `id` fails when there is no such user
  }
}

function createUser(): void {
  try {
    execFileSync(
      "useradd",
      ["--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", userName],
      {
        encoding: "utf8",
        stdio: "pipe",
        env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
      },
    );
  } catch (error) {
    throw new Error(
      `PostgreSQL does not run as root, and the user "${userName}" that it would run as could not be created: ` +
        `${(error as Error).message}\nCreate it, or start as an ordinary user.`,
    );
  }
}

/** Whether a user may enter every folder on the way to a path, by the folders' modes. */
function canReach(path: string, user: Pick<OsUser, "uid" | "gid">): boolean {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const { mode, uid, gid } = statSync(folder);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}

/** Capabilities that let a process pass folders closed to it, the narrower first. */
const passages = [
  { name: "dac_read_search", bit: 2 },
  { name: "dac_override", bit: 1 },
];

function passage(): string | undefined {
  const match = /^CapEff:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "utf8"));
  const held = BigInt(`0x${match?.[1] ?? "0"}`);
  return passages.find(({ bit }) => (held >> BigInt(bit)) & 1n)?.name;
}

/**
 * The user to run the database as: nobody else unless we are root, then `postgres`, created if it is missing.
 * `paths` are those it must reach. Where the checkout lies below a closed folder such as /root, the server keeps just
 * the capability to pass it.
 */
export function databaseUser(paths: readonly string[]): OsUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  if (!hasSetpriv) {
    throw new Error(
      "PostgreSQL does not run as root, and `setpriv` (util-linux) is missing to run it as another user.",
    );
  }
  if (id("-u") === undefined) createUser();
  const uid = id("-u");
  const gid = id("-g");
  if (uid === undefined || gid === undefined)
    throw new Error(`The user "${userName}" was created but is not found.`);

  const setpriv = [`--reuid=${uid}`, `--regid=${gid}`, "--clear-groups"];
  const closed = paths.find((path) => !canReach(path, { uid, gid }));
  if (closed === undefined) return { uid, gid, setpriv };

  const capability = passage();
  if (capability === undefined) {
    throw new Error(
      `PostgreSQL does not run as root, and its user "${userName}" may not enter the folders above ${closed}.\n` +
        "Start as an ordinary user, or move the project (or DATA_DIR) to a folder that others may enter, such as /srv.",
    );
  }
  return {
    uid,
    gid,
    setpriv: [
      ...setpriv,
      `--inh-caps=+${capability}`,
      `--ambient-caps=+${capability}`,
      // Without this, access(2) ignores the capability for anyone but root, and the server does not find itself.
      "--securebits=+no_setuid_fixup",
    ],
  };
}
