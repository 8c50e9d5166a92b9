import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type StackState, startStack } from "../../scripts/stack/stack.ts";
import { createTestDatabase, type TestDatabase } from "./database.ts";

/** A whole stack of a test's own: PostgREST, worker and simulator on a clone of the deployed database. */
export interface TestStack {
  readonly database: TestDatabase;
  /** Where the parts keep their files and logs. */
  readonly dataDir: string;
  /** Where the parts are now: process ids change when one is started again. */
  state(): StackState;
  stop(): Promise<void>;
}

/** Starts one. `env` adds settings, for the stack or for its parts. */
export async function startTestStack(env: Readonly<Record<string, string>> = {}): Promise<TestStack> {
  const dataDir = mkdtempSync(join(tmpdir(), "visual-pipeline-stack-"));
  const database = await createTestDatabase();
  const cleanUp = async () => {
    await database.drop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const stack = await startStack({
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        DATA_DIR: dataDir,
        DATABASE_URL: database.deployUrl,
        // Roles are shared by all databases of the server, so their passwords must stay.
        AUTHENTICATOR_PASSWORD: database.secrets.authenticatorPassword,
        WORKER_PASSWORD: database.secrets.workerPassword,
        JWT_SECRET: database.secrets.jwtSecret,
        ...env,
      },
      log: () => undefined,
    });
    return {
      database,
      dataDir,
      state: () => stack.state(),
      async stop() {
        await stack.stop();
        await cleanUp();
      },
    };
  } catch (error) {
    await cleanUp();
    throw error;
  }
}
