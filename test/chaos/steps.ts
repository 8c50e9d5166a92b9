import type { Random } from "../../scripts/simulator/random.ts";
import type { GateName, ShutGate } from "./gates.ts";
import type { Moment } from "./relay.ts";
import type { Rig } from "./rig.ts";
import type { Kind } from "./traffic.ts";
import { until } from "./until.ts";

/** One place to strike at. */
export interface Step {
  readonly name: string;
  /** What the request that is struck is for; a round takes one of them. */
  readonly kinds: readonly Kind[];
  /** A trouble of the simulator that the request asks for itself. */
  readonly words?: readonly string[];
  /** Prepares the blow, before the requests are made. */
  arm(rig: Rig, random: Random): Promise<Blow>;
}

export interface Blow {
  /** Waits for the place, and strikes. */
  strike(): Promise<void>;
  /** Undoes what is left of the preparation, whatever happened. */
  disarm(): Promise<void>;
}

/** How long the place may take to be reached. */
const patience = 45;
const all: readonly Kind[] = ["stock", "task", "direct"];

/** Calls that are paid for: downloads and everything that makes a picture. */
const isPaid = (method: string, path: string) =>
  /^\/v1\/resources\/\d+\/download/.test(path) || (method === "POST" && path.startsWith("/v1/ai/"));

/** Calls that expand a picture that is there. */
const isExpansion = (method: string, path: string) => isPaid(method, path) && path.includes("/image-expand/");

/** Kills the worker while one of its calls is held on the way. */
function killOnTheWay(name: string, moment: Moment, kinds = all, isMeant = isPaid): Step {
  return {
    name,
    kinds,
    async arm(rig) {
      const trap = rig.relay.trap(moment, isMeant);
      return {
        async strike() {
          await within(trap.caught);
          await rig.killWorker();
        },
        disarm: async () => trap.release(),
      };
    },
  };
}

/** Ends the statements of a dead worker that wait at a gate: what they did is undone. */
async function breakOff(rig: Rig, shut: ShutGate): Promise<void> {
  await until("The end of the statements", 10, async () => {
    const waiting = await shut.waiting();
    // One that was sent just before may still be on its way to the gate.
    await rig.terminate(waiting);
    return waiting.length === 0;
  });
}

/** Kills the worker while a statement of its is held before its commit, which then happens, or not. */
function killAtGate(name: string, gate: GateName, commits: boolean | "either", kinds = all): Step {
  return {
    name,
    kinds,
    async arm(rig, random) {
      const shut = await rig.shutGate(gate);
      return {
        async strike() {
          await until(
            `Somebody at the gate ${gate}`,
            patience,
            async () => (await shut.waiting()).length > 0,
          );
          await rig.killWorker();
          if (commits === "either" ? random.chance(0.5) : commits) return;
          await breakOff(rig, shut);
        },
        disarm: () => shut.open(),
      };
    },
  };
}

/** Breaks something while a call is on its way and another statement may be anywhere. */
function breakMeanwhile(name: string, strike: (rig: Rig, random: Random) => Promise<void>): Step {
  return {
    name,
    kinds: all,
    async arm(rig, random) {
      const trap = rig.relay.trap(random.pick<Moment>(["request", "answer"]), isPaid);
      return {
        async strike() {
          await within(trap.caught);
          const broken = strike(rig, random);
          // Half of the time the answer finds the database gone, half of the time it comes after.
          if (random.chance(0.5)) trap.release();
          await broken;
        },
        disarm: async () => trap.release(),
      };
    },
  };
}

/** Strikes at nothing: the simulator itself does what the word says. */
function trouble(name: string, kinds: readonly Kind[], words: readonly string[]): Step {
  const nothing = async () => undefined;
  return { name, kinds, words, arm: async () => ({ strike: nothing, disarm: nothing }) };
}

async function within(caught: Promise<void>): Promise<void> {
  let isCaught = false;
  void caught.then(() => {
    isCaught = true;
  });
  await until("A call on its way", patience, () => isCaught);
}

const afterTheAnswer: Step = {
  name: "after the answer",
  kinds: all,
  async arm(rig) {
    const trap = rig.relay.trap("answered", isPaid);
    // The hand-back must not win.
    const shut = await rig.shutGate("hand_back");
    return {
      async strike() {
        await within(trap.caught);
        await rig.killWorker();
        await breakOff(rig, shut);
      },
      async disarm() {
        trap.release();
        await shut.open();
      },
    };
  },
};

const whileTheFileIsWritten: Step = {
  name: "while the file is written",
  kinds: all,
  async arm(rig) {
    const held = rig.holdFiles();
    return {
      async strike() {
        await until("A file half written", patience, held.isCaught);
        await rig.killWorker();
      },
      disarm: async () => held.release(),
    };
  },
};

const postgrestKilled: Step = {
  name: "PostgREST killed",
  kinds: all,
  async arm(rig, random) {
    const kill = async () => {
      await rig.killApi();
      rig.revive();
    };
    // Either the requests' POSTs find it gone, or the webhooks do.
    const isEarly = random.chance(0.5);
    const trap = rig.relay.trap("answer", isPaid);
    if (isEarly) await kill();
    return {
      async strike() {
        await within(trap.caught);
        if (!isEarly) await kill();
      },
      disarm: async () => trap.release(),
    };
  },
};

const simulatorGone: Step = {
  name: "provider gone",
  kinds: all,
  async arm(rig) {
    rig.relay.isDown = true;
    return {
      async strike() {
        await until("A failed attempt", patience, async () => {
          const { rows } = await rig.admin.query(
            "select from system.background_jobs where state in ('dispatched', 'waiting') and last_error is not null",
          );
          return rows.length > 0;
        });
      },
      disarm: async () => {
        rig.relay.isDown = false;
      },
    };
  },
};

/** Every step, in the order in which a run takes them. */
export const steps: readonly Step[] = [
  killAtGate("before the claim", "claim", false),
  killAtGate("after the claim", "claim", true),
  killOnTheWay("request on its way", "request"),
  killOnTheWay("answer on its way", "answer"),
  killOnTheWay("expansion on its way", "request", ["expanded"], isExpansion),
  killOnTheWay("expansion's answer on its way", "answer", ["expanded"], isExpansion),
  afterTheAnswer,
  killAtGate("before the hand-back", "hand_back", false),
  killAtGate("after the hand-back", "hand_back", true),
  whileTheFileIsWritten,
  killAtGate("before the file is received", "receive_file", false),
  killAtGate("while a picture is received", "receive_render", "either"),
  breakMeanwhile("PostgreSQL restarted", (rig, random) =>
    rig.restartDatabase(random.pick(["SIGINT", "SIGQUIT"])),
  ),
  breakMeanwhile("connections cut", async (rig, random) => {
    if (random.chance(0.5)) rig.cutDatabaseConnections();
    else await rig.terminateLogin("vp_worker");
  }),
  postgrestKilled,
  simulatorGone,
  trouble(
    "provider failing",
    ["stock"],
    [
      "sim:download.503-then-ok",
      "sim:search.503-then-ok",
      "sim:download.429",
      "sim:download.429-retry-after",
      "sim:download.cut-after-billing",
      "sim:download.html-502",
      "sim:download.asset-cut",
      "sim:download.asset-expired",
      "sim:download.402",
    ],
  ),
  trouble(
    "AI provider failing",
    ["task", "expanded"],
    [
      "sim:create.503-then-ok",
      "sim:create.429",
      "sim:create.cut-before",
      "sim:create.cut-after-billing",
      "sim:create.accepted-late",
      "sim:create.html-502",
      "sim:poll.503-then-ok",
      "sim:failed",
      "sim:nsfw",
      "sim:non-url",
      "sim:no-url",
    ],
  ),
  trouble("provider slow", ["stock", "task"], ["sim:slow-body", "sim:asset-slow"]),
  trouble("webhooks duplicated", ["task"], ["sim:webhook-duplicate"]),
  trouble("webhooks reordered", ["task"], ["sim:webhook-out-of-order"]),
  trouble("webhooks lost", ["task"], ["sim:webhook-lost", "sim:webhook-missing"]),
  trouble("webhooks forged", ["task"], ["sim:webhook-bad-signature", "sim:webhook-stale"]),
];
