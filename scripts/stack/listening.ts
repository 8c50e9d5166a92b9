import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";

const listenState = "0A";

/** The kernel's numbers of the sockets that listen on a port. */
function listeningSockets(port: number): Set<string> {
  const hexPort = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  const rows = ["/proc/net/tcp", "/proc/net/tcp6"]
    .filter((table) => existsSync(table))
    .flatMap((table) => readFileSync(table, "utf8").split("\n").slice(1))
    .map((row) => row.trim().split(/\s+/));
  const own = rows.filter(([, local = "", , state]) => local.endsWith(hexPort) && state === listenState);
  return new Set(own.map((row) => `socket:[${row[9]}]`));
}

/**
 * Whether it is this process that listens on a port, and not another program that was quicker to take it.
 * True where the system does not tell.
 */
export function isListener(pid: number, port: number): boolean {
  if (!existsSync("/proc/net/tcp")) return true;
  const sockets = listeningSockets(port);
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => sockets.has(readLink(`/proc/${pid}/fd/${fd}`)));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false; // it has ended
    throw error;
  }
}

function readLink(path: string): string {
  try {
    return readlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return ""; // closed since it was listed
    throw error;
  }
}
