import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    // Many tests start processes of their own: more files side by side would only wait for each other.
    maxWorkers: 2,
    // Ends what hangs. How long something may take on a busy machine is no test's to say: see scripts/bench.ts.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
