import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { childEnvironment, stackSettings } from "../../scripts/stack/settings.ts";
import { readSetting, SettingError, workerSettings } from "../../worker/config.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "visual-pipeline-config-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const complete = { DATABASE_URL: "postgres://w:p@127.0.0.1/db", FREEPIK_API_KEY: "key" };

describe("a setting", () => {
  test("comes from the file that NAME_FILE names, without its final newline", () => {
    const file = join(folder, "key");
    writeFileSync(file, " with blank \n");
    expect(readSetting({ FREEPIK_API_KEY_FILE: file }, "FREEPIK_API_KEY")).toBe(" with blank ");
  });

  test("is refused when it is given twice", () => {
    const env = { LOG_LEVEL: "info", LOG_LEVEL_FILE: join(folder, "level") };
    expect(() => readSetting(env, "LOG_LEVEL")).toThrow("LOG_LEVEL and LOG_LEVEL_FILE are both set");
  });

  test("whose file is missing names the variable and the file", () => {
    const file = join(folder, "nowhere");
    expect(() => readSetting({ JWT_SECRET_FILE: file }, "JWT_SECRET")).toThrow(
      `JWT_SECRET_FILE points to ${file}`,
    );
  });

  test("that is empty counts as not set", () => {
    expect(readSetting({ LOG_LEVEL: "", LOG_LEVEL_FILE: "" }, "LOG_LEVEL")).toBeUndefined();
  });
});

describe("the worker's settings", () => {
  test("have defaults that fit each other", () => {
    const settings = workerSettings({ ...complete, WORKER_PORT: "4001", DATA_DIR: folder });
    expect(settings).toMatchObject({
      port: 4001,
      publicUrl: "http://127.0.0.1:4001",
      filesDir: join(folder, "files"),
      freepikUrl: "https://api.freepik.com",
      logLevel: "info",
    });
  });

  test.each([
    ["DATABASE_URL", undefined, "DATABASE_URL is not set"],
    ["FREEPIK_API_KEY", undefined, "FREEPIK_API_KEY is not set"],
    ["WORKER_PORT", "0", "WORKER_PORT must be a whole number from 1 to 65535"],
    ["WORKER_PORT", "80x", "WORKER_PORT must be a whole number"],
    ["WORKER_CONCURRENCY", "1.5", "WORKER_CONCURRENCY must be a whole number"],
    ["WORKER_URL", "ftp://example.com", "WORKER_URL must be an http or https URL"],
    ["LOG_LEVEL", "loud", "LOG_LEVEL must be one of"],
  ])("refuse %s=%s by name", (name, value, message) => {
    const read = () => workerSettings({ ...complete, [name]: value });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(message);
  });

  test("never show a password in an error", () => {
    const read = () => workerSettings({ ...complete, DATABASE_URL: "mysql://user:hunter2@host/db" });
    expect(read).toThrow("DATABASE_URL must look like postgres://");
    expect(read).not.toThrow("hunter2");
  });
});

describe("the stack's settings", () => {
  test("fix a port that the environment names, and only that", () => {
    const { ports } = stackSettings({ API_PORT: "4000" });
    expect(ports.api).toEqual({ setting: "API_PORT", port: 4000, fixed: true });
    expect(ports.worker.fixed).toBe(false);
  });

  test("refuse a Freepik address without a key", () => {
    expect(() => stackSettings({ FREEPIK_URL: "https://api.freepik.com" })).toThrow(
      "FREEPIK_URL is set without",
    );
  });
});

test("a child's environment has its own settings, ours that are not resolved, and none of libpq's", () => {
  const env = {
    PATH: "/bin",
    LOG_LEVEL: "debug",
    PGHOST: "elsewhere",
    DATABASE_URL_FILE: "/f",
    JWT_SECRET: "s",
  };
  expect(childEnvironment(env, { DATABASE_URL: "postgres://own" })).toEqual({
    PATH: "/bin",
    LOG_LEVEL: "debug",
    DATABASE_URL: "postgres://own",
  });
});
