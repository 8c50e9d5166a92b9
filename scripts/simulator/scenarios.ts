import { crc32, deflateSync } from "node:zlib";
import { refuse } from "./http.ts";

/**
 * The troubles that can be asked for. Those marked once hit every other time the same key makes the same
 * call, so that a repeat succeeds.
 */
const scenarioNames = [
  /** 503 once. */
  "503-then-ok",
  /** 500 always. */
  "500",
  /** 503 always. */
  "503",
  /** An HTML page with status 200, billed. */
  "html",
  /** An HTML page with status 502. */
  "html-502",
  /** The right answer, billed, but half of it comes late. */
  "slow-body",
  /** 429 without any header, once. */
  "429",
  /** 429 with Retry-After, until that time has passed. */
  "429-retry-after",
  /** 402: no credits. */
  "402",
  /** 429: the key's daily quota is used up. */
  "daily-quota",
  /** The connection is cut before anything was done, once. */
  "cut-before",
  /** Done and billed, then the connection is cut without an answer, once. */
  "cut-after-billing",
  /** Done and billed, but the answer never comes and the connection stays open, once. */
  "no-answer",
  /** The connection is cut at once, and the call is done and billed only a while later, once. */
  "accepted-late",
  /** The file is an HTML page with status 200. */
  "asset-html",
  /** The file ends in the middle, in a well-formed answer. */
  "asset-truncated",
  /** The connection is cut in the middle of the file. */
  "asset-cut",
  /** Half of the file comes late. */
  "asset-slow",
  /** The signed address has already run out, once. */
  "asset-expired",
  /** The file is a PNG whose header says 30,000 × 30,000 pixels. */
  "asset-huge",
  /** The task ends as FAILED. */
  "failed",
  /** The task stays IN_PROGRESS for ever. */
  "stuck",
  /** The result is marked as not safe for work. */
  "nsfw",
  /** Among the addresses of the result stands a sentence. */
  "non-url",
  /** The result is a sentence and no address. */
  "no-url",
  /** Every webhook comes twice. */
  "webhook-duplicate",
  /** The last webhook comes first. */
  "webhook-out-of-order",
  /** No webhook is ever sent. */
  "webhook-missing",
  /** The webhook of the end is lost. */
  "webhook-lost",
  /** Webhooks are signed with a secret that nobody knows. */
  "webhook-bad-signature",
  /** Webhooks are signed as of an hour ago. */
  "webhook-stale",
] as const;
export type ScenarioName = (typeof scenarioNames)[number];

/**
 * The calls that a scenario can be limited to. `create` is the POST of an AI endpoint, `poll` are its GETs;
 * `download` is also the fetch of a generated file.
 */
const stages = ["search", "details", "download", "create", "poll"] as const;
export type Stage = (typeof stages)[number];

/** A trouble and where it strikes; stage null is every API call. */
export type Scenario = { name: ScenarioName; stage: Stage | null };

/** Every scenario with every stage: the position is what an id carries. */
const allScenarios: readonly Scenario[] = scenarioNames.flatMap((name) =>
  [null, ...stages].map((stage) => ({ name, stage })),
);
/** Ids of the catalogue are below this. */
const idStep = 10_000_000_000;

/** Reads `name` or `stage.name`, such as `html` or `download.html`. */
export function parseScenario(text: string): Scenario {
  const found = allScenarios.find((scenario) => textOf(scenario) === text);
  if (!found) {
    throw refuse(
      400,
      `Unknown simulator scenario '${text}'. Known: ${scenarioNames.join(", ")}; each may be limited to a stage: ${stages.map((stage) => `${stage}.html`).join(", ")}`,
    );
  }
  return found;
}

/** Splits the word `sim:<scenario>` off a search term or a prompt. */
export function scenarioOfText(text: string): { term: string; scenario: Scenario | null } {
  const word = /(?:^|\s)sim:([\w.-]*\w)/.exec(text);
  if (!word) return { term: text, scenario: null };
  return { term: text.replace(word[0], " ").trim(), scenario: parseScenario(word[1] as string) };
}

/** Puts a scenario into a resource's id, so that the calls that follow a search suffer it too. */
export function markId(id: number, scenario: Scenario | null): number {
  if (scenario === null) return id;
  const place = allScenarios.findIndex((one) => textOf(one) === textOf(scenario));
  return id + (place + 1) * idStep;
}

/** Reads what `markId` wrote. */
export function unmarkId(marked: number): { id: number; scenario: Scenario | null } {
  const place = Math.floor(marked / idStep);
  return { id: marked % idStep, scenario: place === 0 ? null : (allScenarios[place - 1] ?? null) };
}

/** True when the scenario strikes at this call. */
export function strikes(scenario: Scenario | null, name: ScenarioName, stage: Stage): boolean {
  return scenario?.name === name && (scenario.stage === null || scenario.stage === stage);
}

/** Remembers which calls have already been troubled. */
export type Trouble = {
  /** True the first, third, fifth … time. */
  everyOther(call: string): boolean;
  /** Milliseconds that a call still has to wait; 0 lets it pass and starts anew. */
  waitLeft(call: string, waitMs: number, now: Date): number;
};

/** Starts with a clean memory, bounded. */
export function startTrouble(): Trouble {
  const memory = new Map<string, number>();
  const remember = (call: string, value: number) => {
    memory.set(call, value);
    const oldest = memory.keys().next().value;
    if (memory.size > 10_000 && oldest !== undefined) memory.delete(oldest);
  };
  return {
    everyOther: (call) => {
      if (memory.delete(call)) return false;
      remember(call, 0);
      return true;
    },
    waitLeft: (call, waitMs, now) => {
      const until = memory.get(call) ?? now.getTime() + waitMs;
      if (until <= now.getTime()) {
        memory.delete(call);
        return 0;
      }
      remember(call, until);
      return until - now.getTime();
    },
  };
}

/** A PNG of one row whose header claims 30,000 × 30,000 pixels. */
export function hugePng(): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(30_000, 0);
  header.writeUInt32BE(30_000, 4);
  // 8 bits, true colour.
  header.set([8, 2, 0, 0, 0], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk("IHDR", header),
    pngChunk("IDAT", deflateSync(Buffer.alloc(1 + 30_000 * 3))),
    pngChunk("IEND", Buffer.alloc(0)),
  ]);
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(data.length, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc32(body), body.length + 4);
  return chunk;
}

function textOf({ name, stage }: Scenario): string {
  return stage === null ? name : `${stage}.${name}`;
}
