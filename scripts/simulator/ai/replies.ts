import { hash32 } from "../random.ts";
import type { Simulator } from "../server.ts";
import { type AiPath, endpoints } from "./endpoints.ts";
import type { Status, Task } from "./tasks.ts";

/** Lifetime of the addresses that remove-background gives. */
const cutOutSeconds = 300;
const sentence = "Here is the picture that you asked for.";
/** The files that remove-background makes. */
export const cutOutFiles = ["original", "high_resolution", "preview", "url"] as const;

/** What a GET says about a task inside `data`, with fresh addresses. */
export function replyOf(simulator: Simulator, task: Task, status: Status): object {
  const told = { task_id: task.id, status };
  if (status === "FAILED" && simulator.shapes === "live") return { ...told, generated: [], error: null };
  if (status !== "COMPLETED") return { ...told, generated: [] };
  if (task.texts !== null) return { ...told, generated: task.texts };
  const nsfw = task.scenario?.name === "nsfw";
  return {
    ...told,
    generated: generatedOf(simulator, task),
    has_nsfw: Array.from({ length: task.work.count }, () => nsfw),
  };
}

/** What remove-background says. */
export function cutOutReply(simulator: Simulator, task: Task): object {
  const extension = (file: string) => (file === "original" ? "jpeg" : "png");
  const signed = signerFor(simulator, task, cutOutSeconds);
  return Object.fromEntries(cutOutFiles.map((file) => [file, signed(`${file}.${extension(file)}`)]));
}

/** Name of an endpoint in the addresses of its files. */
export function slugOfPath(path: AiPath): string {
  return path.replaceAll("/", "-");
}

function generatedOf(simulator: Simulator, task: Task): string[] {
  const { count, file } = task.work;
  if (task.scenario?.name === "no-url") return [sentence];
  const signed = signerFor(simulator, task, simulator.assetSeconds);
  const urls = Array.from({ length: count }, (_, index) =>
    signed(`output${index === 0 ? "" : `-${index + 1}`}.${file}`),
  );
  const talkative = endpoints[task.path].quirks.includes("sentences") && hash32(task.id) % 2 === 0;
  return talkative || task.scenario?.name === "non-url" ? [sentence, ...urls] : urls;
}

/** Signs the addresses of one reply: they all hold from the same moment, or have all run out. */
function signerFor(simulator: Simulator, task: Task, seconds: number): (file: string) => string {
  const expired =
    task.scenario?.name === "asset-expired" && simulator.trouble.everyOther(`expired ${task.id}`);
  const now = Math.floor(simulator.clock().getTime() / 1000);
  const exp = expired ? now - 1 : now + seconds;
  return (file) => {
    const path = `/content/${slugOfPath(task.path)}/${task.id}/${file}`;
    return `${task.baseUrl}${path}?${simulator.signer.token(path, exp)}`;
  };
}
