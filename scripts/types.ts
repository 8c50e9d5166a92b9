import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readDatabaseUrl } from "../worker/config.ts";
import { withClient } from "./stack/database.ts";
import { TestServer } from "./testing/test-server.ts";
import { generateTypes } from "./types/generate.ts";

// npm run types: writes db/api.types.ts from the database at DATABASE_URL, or else from one that is made for it.
const target = fileURLToPath(new URL("../db/api.types.ts", import.meta.url));

const given = readDatabaseUrl(process.env, "DATABASE_URL");
const server =
  given === undefined ? await TestServer.start(undefined, (line) => console.log(line)) : undefined;
try {
  const url = given ?? (await server?.clone("types")) ?? "";
  writeFileSync(target, await withClient(url, generateTypes));
  console.log("Wrote db/api.types.ts");
} finally {
  await server?.stop();
}
