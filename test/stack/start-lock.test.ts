import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { isAlive, startTime } from "../../scripts/stack/process.ts";
import { AlreadyRunningError, StartLock } from "../../scripts/stack/start-lock.ts";

let folder: string;
let lockFile: string;
const children: ChildProcess[] = [];

/** A process that stays until it is ended. */
async function startSleeper(): Promise<number> {
  const child = spawn("sleep", ["3600"], { stdio: "ignore" });
  children.push(child);
  await new Promise((resolve) => child.once("spawn", resolve));
  return child.pid ?? 0;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "visual-pipeline-lock-"));
  lockFile = join(folder, "start.lock");
});

afterEach(() => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  rmSync(folder, { recursive: true });
});

test("a folder is locked once, until it is released", async () => {
  const lock = await StartLock.acquire(folder);
  await expect(StartLock.acquire(folder)).rejects.toThrow(AlreadyRunningError);
  await expect(StartLock.acquire(folder)).rejects.toThrow(`already running on ${folder}`);
  lock.release();
  const next = await StartLock.acquire(folder);
  next.release();
  expect(existsSync(lockFile)).toBe(false);
});

test("what the lock remembers is readable by its owner alone", async () => {
  const lock = await StartLock.acquire(folder);
  lock.record("worker", { pid: process.pid, marker: "node", signal: "SIGTERM" });
  expect(statSync(lockFile).mode & 0o777).toBe(0o600);
});

test("parts of a start that was killed are ended", async () => {
  const pid = await startSleeper();
  const lock = await StartLock.acquire(folder);
  lock.record("worker", { pid, marker: "3600", signal: "SIGTERM" });
  killHolder();
  const next = await StartLock.acquire(folder);
  expect(isAlive(pid)).toBe(false);
  next.release();
});

test("a process that only has the id of a part of before is left alone", async () => {
  const [sameIdOnly, otherCommand] = [await startSleeper(), await startSleeper()];
  const lock = await StartLock.acquire(folder);
  lock.record("worker", { pid: sameIdOnly, marker: "3600", signal: "SIGTERM" });
  lock.record("api", { pid: otherCommand, marker: "postgrest", signal: "SIGTERM" });
  killHolder({ [sameIdOnly]: "1" });
  const next = await StartLock.acquire(folder);
  expect([isAlive(sameIdOnly), isAlive(otherCommand)]).toEqual([true, true]);
  next.release();
});

test("a holder whose id now belongs to another process does not hold any more", async () => {
  writeFileSync(lockFile, JSON.stringify({ pid: process.pid, started: "1", marker: "", parts: {} }));
  expect(startTime(process.pid)).not.toBe("1");
  const lock = await StartLock.acquire(folder);
  lock.release();
});

/** Makes the lock look as if its holder were gone; `started` gives parts another time of birth. */
function killHolder(started: Record<number, string> = {}): void {
  const content = JSON.parse(readFileSync(lockFile, "utf8"));
  content.started = "1";
  for (const part of Object.values<{ pid: number; started: string }>(content.parts)) {
    part.started = started[part.pid] ?? part.started;
  }
  writeFileSync(lockFile, JSON.stringify(content));
}
