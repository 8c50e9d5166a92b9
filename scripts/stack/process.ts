import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

/** How a child process ended. */
export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A child process of the stack, its output in a log file. */
export interface Child {
  readonly pid: number;
  readonly exited: Promise<Exit>;
  /** How it ended, once it has. */
  exit(): Exit | undefined;
  kill(signal: NodeJS.Signals): void;
}

export interface ChildOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Further arguments of `setpriv`, to run it as another user. */
  readonly setpriv?: readonly string[];
  /** What the kernel sends the child when this process dies, however it dies. */
  readonly deathSignal: "INT" | "TERM";
}

const setprivPath = ["/usr/bin/setpriv", "/bin/setpriv", "/sbin/setpriv"].find((path) => existsSync(path));

/** Whether util-linux's `setpriv` is here: it ties children to this process and drops privileges. */
export const hasSetpriv = process.platform === "linux" && setprivPath !== undefined;

const maxLogBytes = 10 * 1024 * 1024;

/** Opens a log file for appending. One that has grown large is set aside first, replacing the one before it. */
function openLog(file: string): number {
  if (existsSync(file) && statSync(file).size > maxLogBytes) renameSync(file, `${file}.1`);
  return openSync(file, "a", 0o600);
}

/** Wraps a command so that the kernel ends it together with this process. */
export function tiedCommand(
  options: Pick<ChildOptions, "command" | "args" | "setpriv" | "deathSignal">,
): string[] {
  if (setprivPath === undefined || !hasSetpriv) return [options.command, ...options.args];
  const flags = [`--pdeathsig=${options.deathSignal}`, ...(options.setpriv ?? [])];
  return [setprivPath, ...flags, "--", options.command, ...options.args];
}

/** Starts a child process. Its output goes straight to the file, so it outlives a full or closed pipe. */
export async function startChild(options: ChildOptions): Promise<Child> {
  const [command = options.command, ...args] = tiedCommand(options);
  const log = openLog(options.logFile);
  let child: ChildProcess;
  try {
    // Its own process group: Ctrl-C in the terminal reaches only this process, which then stops the parts in order.
    child = spawn(command, args, { env: options.env, stdio: ["ignore", log, log], detached: true });
  } finally {
    closeSync(log);
  }
  let ended: Exit | undefined;
  const exited = new Promise<Exit>((resolve) => {
    child.once("exit", (code, signal) => {
      ended = { code, signal };
      resolve(ended);
    });
  });
  await new Promise<void>((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (error) => reject(new Error(`Cannot start ${options.command}: ${error.message}`)));
  });
  const { pid } = child;
  if (pid === undefined)
    throw new Error(`Cannot start ${options.command}: the system gave it no process id.`);
  return { pid, exited, exit: () => ended, kill: (signal) => void child.kill(signal) };
}

/** Asks a child to end, and makes it after `graceMs`. */
export async function stopChild(child: Child, signal: NodeJS.Signals, graceMs: number): Promise<Exit> {
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
  try {
    return await child.exited;
  } finally {
    clearTimeout(timer);
  }
}

/** Whether a process with this id exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie still answers signal 0 but holds nothing any more.
    return processState(pid) !== "Z";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function statFields(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is the name in parentheses and may itself hold blanks.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  } catch {
    return undefined; // no such process, or no /proc on this system
  }
}

function processState(pid: number): string | undefined {
  return statFields(pid)?.[0];
}

/** The parent of a process, where the system tells. */
export function parentOf(pid: number): number | undefined {
  const field = statFields(pid)?.[1];
  return field === undefined ? undefined : Number(field);
}

/**
 * When a process started, in ticks since boot. Together with its id it names one process for good: ids are reused.
 * `undefined` where the system does not tell.
 */
export function startTime(pid: number): string | undefined {
  return statFields(pid)?.[19];
}

/** The command line of a process, blanks between its arguments; empty when there is no such process. */
export function commandLine(pid: number): string {
  try {
    if (process.platform === "linux") {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ").trim();
    }
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return "";
  }
}

/**
 * Ends a process that an earlier start left behind: politely, then by force.
 * The caller has made sure that it is the process it means.
 */
export async function endProcess(pid: number, signal: NodeJS.Signals, graceMs: number): Promise<void> {
  const send = (which: NodeJS.Signals) => {
    try {
      process.kill(pid, which);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  };
  send(signal);
  const deadline = Date.now() + graceMs;
  while (isAlive(pid)) {
    if (Date.now() > deadline) send("SIGKILL");
    if (Date.now() > deadline + 5_000) throw new Error(`Process ${pid} of an earlier start does not end.`);
    await delay(20);
  }
}

/** The last lines of a log file, for an error message. */
export function logTail(file: string, lines = 25): string {
  if (!existsSync(file)) return "(no log)";
  return readFileSync(file, "utf8").trimEnd().split("\n").slice(-lines).join("\n");
}
