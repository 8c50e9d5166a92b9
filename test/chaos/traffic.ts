import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Random } from "../../scripts/simulator/random.ts";
import { requestBody, type World } from "../api/world.ts";

/**
 * Where the picture of a request comes from: a task, an answer that holds the picture, or the stock catalogue; or a task
 * whose picture is expanded by two more.
 */
export type Kind = "stock" | "task" | "direct" | "expanded";

/** The AI models that there are, by how they answer. */
export interface Models {
  readonly task: readonly string[];
  readonly direct: readonly string[];
}

const placements = ["instagram/square", "facebook/link", "x/post", "linkedin/post"];
/** No picture suits both. */
const extremes = ["instagram/story", "x/header"];

/**
 * Asks for content as a client does that wants it once: the same POST, under its key, until it is answered.
 * @param word goes into the prompt or the search term; the simulator's scenarios are chosen so
 */
export async function askFor(
  world: World,
  models: Models,
  kind: Kind,
  random: Random,
  word = "",
): Promise<string> {
  const subject = `concert crowd ${random.int(1, 1_000_000)} ${word}`.trim();
  const source =
    kind === "stock"
      ? { type: "stock" }
      : kind === "expanded"
        ? { type: "ai", model: random.pick(models.task), expand: true }
        : { type: "ai", model: random.pick(models[kind]) };
  const body = {
    ...requestBody(world),
    search_term: subject,
    sources: [source],
    placements: kind === "expanded" ? extremes : [random.pick(placements)],
    idempotency_key: randomUUID(),
  };
  const deadline = performance.now() + 30_000;
  for (;;) {
    const { data, error, status } = await world.team.editor.api
      .from("content_requests")
      .insert(body)
      .select("id")
      .single();
    if (data !== null) return data.id;
    // What the client is to blame for would be refused again. PostgREST says 400 without a code when the database went away.
    const isRefused = status >= 400 && status < 500 && status !== 429 && error?.code !== "";
    if (isRefused || performance.now() > deadline) {
      throw new Error(
        `The content request was refused (HTTP ${status}): ${error?.message} ${error?.hint ?? ""}`,
      );
    }
    await delay(100);
  }
}
