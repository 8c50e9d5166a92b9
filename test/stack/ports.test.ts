import { createServer, type Server } from "node:net";
import { afterEach, beforeEach, expect, test } from "vitest";
import { Ports } from "../../scripts/stack/ports.ts";

let other: Server;
let taken: number;
let ports: Ports;

beforeEach(async () => {
  ports = new Ports();
  other = createServer();
  await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
  taken = (other.address() as { port: number }).port;
});

afterEach(async () => {
  await ports.releaseAll();
  await new Promise((resolve) => other.close(resolve));
});

test("a port that is taken is replaced by a free one", async () => {
  const port = await ports.pick({ setting: "API_PORT", port: taken, fixed: false });
  expect(port).not.toBe(taken);
});

test("a port that was set is not replaced: the error names the setting", async () => {
  await expect(ports.pick({ setting: "API_PORT", port: taken, fixed: true })).rejects.toThrow(
    `Port ${taken} (API_PORT) is taken by another program.`,
  );
});

test("a port that is free is used as wished", async () => {
  await new Promise((resolve) => other.close(resolve));
  expect(await ports.pick({ setting: "API_PORT", port: taken, fixed: true })).toBe(taken);
});

test("a port that one stack has chosen is taken for another, also while nobody listens there, until it stops", async () => {
  const second = new Ports();
  const port = await ports.free();
  const wish = { setting: "API_PORT", port, fixed: true };
  await expect(second.pick(wish)).rejects.toThrow("is taken");
  await ports.release(port);
  await expect(second.pick(wish)).rejects.toThrow("is taken");
  await ports.releaseAll();
  expect(await second.pick(wish)).toBe(port);
  await second.releaseAll();
});
