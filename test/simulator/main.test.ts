import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { json } from "./helpers.ts";

const main = fileURLToPath(new URL("../../scripts/simulator/main.ts", import.meta.url));

test("the process says where it listens and stops on SIGTERM", async () => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, FREEPIK_PORT: "0", FREEPIK_SIM_SEED: "main-test" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  const { listening } = JSON.parse(line) as { listening: number };
  const health = await json(fetch(`http://127.0.0.1:${listening}/_simulator/health`));
  expect(health).toMatchObject({ status: "ok", seed: "main-test", resources: 4_000 });
  child.kill("SIGTERM");
  expect(await exited).toEqual([0, null]);
});

test("a wrong setting stops the start with its name", async () => {
  const child = spawn(process.execPath, [main], {
    env: { PATH: process.env.PATH, FREEPIK_SIM_LIMITS: "some" },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const errors: Buffer[] = [];
  child.stderr.on("data", (chunk: Buffer) => errors.push(chunk));
  const [code] = await once(child, "close");
  expect(code).not.toBe(0);
  expect(Buffer.concat(errors).toString()).toContain("FREEPIK_SIM_LIMITS");
});
