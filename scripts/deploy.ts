import { parseArgs } from "node:util";
import { readDatabaseUrl, readSetting, readWebhookUrl, SettingError } from "../worker/config.ts";
import { DeployError, type DeployMode, deploy, describeError } from "./deploy/deploy.ts";

const usage = `Usage: npm run deploy [-- --plan | --status | --full | --reset]

Brings the database of DATABASE_URL to the state of db/.
  --plan     say what would be done, change nothing
  --status   say what is applied and what differs
  --full     run every file of db/src again
  --reset    drop the product's schemas with all their data, then deploy (needs ALLOW_RESET=yes)

Settings, each also as NAME_FILE: DATABASE_URL, and to be set in the database: AUTHENTICATOR_PASSWORD, WORKER_PASSWORD,
JWT_SECRET, FREEPIK_WEBHOOK_SECRET (the one before stays good for a day), FREEPIK_WEBHOOK_URL (off: none).`;

function readMode(): DeployMode | "help" {
  const { values } = parseArgs({
    options: {
      plan: { type: "boolean" },
      status: { type: "boolean" },
      full: { type: "boolean" },
      reset: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const chosen = Object.keys(values) as (DeployMode | "help")[];
  if (chosen.length > 1) throw new DeployError(`Choose one of --${chosen.join(", --")}.`);
  return chosen[0] ?? "apply";
}

async function main(): Promise<void> {
  const mode = readMode();
  if (mode === "help") {
    console.log(usage);
    return;
  }
  const databaseUrl = readDatabaseUrl(process.env);
  if (databaseUrl === undefined) {
    throw new DeployError("DATABASE_URL is not set (nor DATABASE_URL_FILE): the database to deploy to.");
  }
  await deploy({
    databaseUrl,
    mode,
    allowReset: readSetting(process.env, "ALLOW_RESET") === "yes",
    secrets: {
      authenticatorPassword: readSetting(process.env, "AUTHENTICATOR_PASSWORD"),
      workerPassword: readSetting(process.env, "WORKER_PASSWORD"),
      jwtSecret: readSetting(process.env, "JWT_SECRET"),
      webhookSecret: readSetting(process.env, "FREEPIK_WEBHOOK_SECRET"),
    },
    webhookUrl: readWebhookUrl(process.env),
    log: (line) => console.log(line),
  });
}

try {
  await main();
} catch (error) {
  const expected = error instanceof DeployError || error instanceof SettingError;
  const known = expected || (error as { code?: unknown }).code !== undefined;
  console.error(`Deploy failed: ${known ? describeError(error) : (error as Error).stack}`);
  process.exitCode = 1;
}
