import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** The last line of `npm run demo -- --json`. */
export interface DemoResult {
  readonly request_id: string;
  readonly brands: readonly { readonly name: string; readonly cost: Cost; readonly contact_sheet: string }[];
  readonly requests: readonly {
    readonly id: string;
    readonly brand: string;
    readonly source: string;
    readonly model: string | null;
    readonly prompt: string | null;
    readonly estimate: number;
    readonly cost: Cost;
  }[];
  readonly variants: readonly {
    readonly brand: string;
    readonly request_id: string;
    readonly platform: string;
    readonly placement: string;
    readonly width: number;
    readonly height: number;
    readonly bytes: number;
    readonly format: string;
    readonly score: number;
    readonly status: string;
    readonly path: string;
  }[];
  readonly approvals: readonly {
    readonly brand: string;
    readonly by: string;
    readonly step: number;
    readonly approvals: number;
  }[];
  readonly publications: readonly { readonly id: string; readonly platform: string }[];
  readonly analytics: readonly {
    readonly platform: string;
    readonly placement: string;
    readonly impressions: number | null;
    readonly views: number | null;
    readonly reach: number | null;
  }[];
  readonly calls: readonly {
    readonly id: string;
    readonly request_id: string;
    readonly operation: string;
    readonly model: string | null;
    readonly outcome: string;
    readonly amount: number;
    readonly currency: string;
  }[];
  readonly cost: Cost;
  readonly explained: {
    readonly score: number;
    readonly verdict: string;
    readonly checks: readonly { readonly check_key: string; readonly outcome: string }[];
    readonly picture: string;
    readonly mended: number;
  };
  readonly what_if: {
    readonly variants: number;
    readonly mean_before: number;
    readonly mean_after: number;
    readonly worst: readonly { readonly score_before: number; readonly score_after: number }[];
  };
  readonly spend: { spent: number; reserved: number; cap: number | null; remaining: number | null };
  readonly elapsed_ms: number;
}

interface Cost {
  readonly amount: number;
  readonly currency: string;
  readonly calls: number;
}

/** A demo that is running. */
export interface Demo {
  readonly process: ChildProcess;
  /** Resolves when it has said this. */
  said(text: string): Promise<void>;
  /** Its exit code and all that it said to people. */
  readonly ended: Promise<{ code: number | null; said: string; stdout: string }>;
  /** What it found; throws with all that it said when it failed. */
  result(): Promise<DemoResult>;
}

/** Runs what `npm run demo -- --json` runs, for some of its brands only where `brands` names them. */
export function startDemo(
  dataDir: string,
  { brands = [], env = {} }: { brands?: readonly string[]; env?: Record<string, string> } = {},
): Demo {
  const args = ["scripts/demo.ts", "--json", ...brands.flatMap((name) => ["--brand", name])];
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, DATA_DIR: dataDir, ...env },
    // Before the test's own limit, so that what it said until then is shown.
    timeout: 100_000,
  });
  let stdout = "";
  let said = "";
  const listeners = new Set<() => void>();
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said += chunk;
    for (const listener of listeners) listener();
  });
  const ended = new Promise<{ code: number | null; said: string; stdout: string }>((resolve) => {
    child.once("close", (code) => resolve({ code, said, stdout }));
  });
  return {
    process: child,
    ended,
    said: (text) =>
      new Promise((resolve, reject) => {
        const listener = () => {
          if (!said.includes(text)) return;
          listeners.delete(listener);
          resolve();
        };
        listeners.add(listener);
        listener();
        void ended.then(() => reject(new Error(`The demo ended without saying "${text}":\n${said}`)));
      }),
    async result() {
      const { code } = await ended;
      if (code !== 0) throw new Error(`The demo ended with ${code}:\n${said}`);
      return JSON.parse(stdout.trimEnd().split("\n").at(-1) ?? "") as DemoResult;
    },
  };
}
