import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Answer, Call, Caller } from "../call.ts";
import { refuse } from "../http.ts";
import { positive } from "../params.ts";
import { aiPrices, costOf } from "../prices.ts";
import { invalidParams } from "../query.ts";
import { scenarioOfText } from "../scenarios.ts";
import type { Simulator } from "../server.ts";
import type { View } from "../shapes.ts";
import { readBody } from "./bodies.ts";
import { type AiPath, type Endpoint, endpoints, isAiPath } from "./endpoints.ts";
import { type Body, checkBody, isAddress } from "./fields.ts";
import { type Input, readPictures } from "./inputs.ts";
import { cutOutReply, replyOf } from "./replies.ts";
import { type Step, statusAt, type Task } from "./tasks.ts";
import { classified, describedPicture, improvedPrompt } from "./texts.ts";
import { type Work, workOf } from "./works.ts";

const root = "/v1/ai/";
const defaultPageSize = 20;
const highestPageSize = 100;

/** Understands a call below `/v1/ai/`. */
export async function aiCall(
  simulator: Simulator,
  request: IncomingMessage,
  url: URL,
  caller: Caller,
): Promise<Call> {
  const path = url.pathname.slice(root.length);
  if (request.method === "POST") {
    if (!isAiPath(path)) throw notFound();
    return createCall(simulator, path, await readBody(request, endpoints[path].json), caller);
  }
  if (isAiPath(path)) {
    checkReadable(path);
    return listCall(simulator, path, url, caller);
  }
  const slash = path.lastIndexOf("/");
  const parent = path.slice(0, Math.max(0, slash));
  if (!isAiPath(parent)) throw notFound();
  checkReadable(parent);
  return pollCall(simulator, parent, path.slice(slash + 1), caller);
}

function checkReadable(path: AiPath): void {
  const { answers, quirks } = endpoints[path];
  if (answers === "at-once") throw refuse(405, "Method Not Allowed", { allow: "POST" });
  if (quirks.includes("webhook-only")) throw notFound();
}

function createCall(simulator: Simulator, path: AiPath, body: Body, caller: Caller): Call {
  const endpoint = endpoints[path];
  const asked = scenarioOfText(typeof body.prompt === "string" ? body.prompt : "");
  const scenario = asked.scenario ?? caller.scenario ?? simulator.scenario;
  const { webhook_url: webhookUrl, ...rest } = body;
  return {
    stage: "create",
    scenario,
    quotas: endpoint.quota === null ? [] : [endpoint.quota],
    // Without the webhook's address, which may name the attempt: a repeat is the same call.
    identity: `${path} ${createHash("sha256").update(JSON.stringify(rest)).digest("hex")}`,
    attemptId: isAddress(webhookUrl) ? attemptOf(new URL(webhookUrl)) : null,
    answer: async (view) => {
      const { values, inputs } = await understood(endpoint, body, view);
      const [input = null] = inputs;
      const kind = kindOf(endpoint, scenario?.name, view);
      const { id, steps } = simulator.tasks.plan(kind, view.now);
      const work = await workOf(path, values, asked.term, input, id);
      const task: Task = {
        id,
        path,
        owner: caller.owner,
        baseUrl: view.baseUrl,
        webhookUrl: typeof webhookUrl === "string" ? webhookUrl : null,
        scenario,
        steps,
        work,
        texts: await textsOf(endpoint, values, asked.term, input, id),
      };
      const price = aiPrices[path]({
        pictures: work.count,
        resolution: typeof values.resolution === "string" ? values.resolution : null,
        input,
        factor: endpoint.factor?.(values) ?? 1,
      });
      const charge = {
        endpoint: `POST ${root}${path}`,
        ...costOf(price),
        taskId: endpoint.answers === "task" ? id : null,
        resourceId: null,
      };
      if (endpoint.answers === "at-once") {
        return { body: await replyAtOnce(simulator, task, values, input), charge };
      }
      simulator.tasks.add(task);
      return {
        body: replyToCreate(simulator, task),
        charge,
        afterwards: () => simulator.webhooks.follow(task),
      };
    },
  };
}

/** The checked body and its pictures, or a refusal that names everything that is wrong. */
async function understood(
  endpoint: Endpoint,
  body: Body,
  view: View,
): Promise<{ values: Body; inputs: Input[] }> {
  const { values, invalid, pictures } = checkBody(endpoint.body, body);
  if (invalid.length === 0) invalid.push(...(endpoint.check?.(values) ?? []));
  if (invalid.length > 0) throw invalidParams(invalid, view.shapes);
  const address = values.image_url;
  const all = typeof address === "string" ? [{ name: "image_url", text: address }] : pictures;
  const { inputs, invalid: unreadable } = await readPictures(all);
  const size = unreadable.length === 0 ? endpoint.size?.(values, inputs[0] ?? null) : undefined;
  if (size && endpoint.maxPixels && size.width * size.height > endpoint.maxPixels) {
    const megapixels = endpoint.maxPixels / 1_000_000;
    unreadable.push({ name: "image", reason: `the result would have more than ${megapixels} megapixels` });
  }
  if (unreadable.length > 0) throw invalidParams(unreadable, view.shapes);
  return { values, inputs };
}

function kindOf({ quirks }: Endpoint, scenario: string | undefined, { shapes }: View) {
  if (scenario === "failed" || scenario === "stuck") return scenario;
  return quirks.includes("done-at-once") && shapes === "live" ? "at-once" : "usual";
}

async function textsOf(
  { method }: Endpoint,
  { type }: Body,
  prompt: string,
  input: Input | null,
  seed: string,
): Promise<string[] | null> {
  if (method === "improve-prompt") return [improvedPrompt(prompt, String(type), seed)];
  if (method === "describe" && input) return [await describedPicture(input)];
  return null;
}

/** What POST is answered with, with the departures of some endpoints. */
function replyToCreate(simulator: Simulator, task: Task): Answer["body"] {
  const { quirks } = endpoints[task.path];
  const { status } = task.steps[0] as Step;
  const told = { task_id: task.id, status };
  if (quirks.includes("no-generated")) return { data: told };
  if (simulator.shapes === "documented") {
    if (quirks.includes("bare-status")) return { ...told, generated: [] };
    if (quirks.includes("bare-task-status")) return { task_id: task.id, task_status: status, generated: [] };
  }
  return { data: replyOf(simulator, task, status) };
}

async function replyAtOnce(
  simulator: Simulator,
  task: Task,
  values: Body,
  input: Input | null,
): Promise<Answer["body"]> {
  const { work } = task;
  if (work.method === "classify" && input) return { data: classified(input) };
  if (work.method === "cut-out") {
    simulator.tasks.add(task);
    return cutOutReply(simulator, task);
  }
  const data = [];
  for (let index = 0; index < work.count; index++) {
    const { data: file } = await simulator.results.picture(task.id, work, index);
    data.push({ base64: file.toString("base64"), has_nsfw: task.scenario?.name === "nsfw" });
  }
  return { data, meta: classicMeta(values, work) };
}

function classicMeta(values: Body, { width, height, prompt }: Work): object {
  const size = (values.image as { size?: string } | undefined)?.size ?? "square_1_1";
  return {
    image: { size, width, height },
    seed: values.seed ?? 0,
    guidance_scale: values.guidance_scale,
    prompt,
    num_inference_steps: 8,
  };
}

function pollCall(simulator: Simulator, path: AiPath, id: string, caller: Caller): Call {
  const task = simulator.tasks.find(id);
  const mine = task?.owner === caller.owner && task.path === path ? task : null;
  return {
    ...reading(simulator, caller, mine),
    identity: `${path}/${id}`,
    answer: ({ now }) => {
      if (!mine) throw refuse(404, "Task not found");
      return { body: { data: replyOf(simulator, mine, statusAt(mine, now)) }, charge: null };
    },
  };
}

function listCall(simulator: Simulator, path: AiPath, url: URL, caller: Caller): Call {
  return {
    ...reading(simulator, caller, null),
    identity: `${path}?${url.searchParams}`,
    answer: ({ now }) => {
      const page = positive("page", url.searchParams.get("page"), 1, Number.MAX_SAFE_INTEGER);
      const size = positive("page_size", url.searchParams.get("page_size"), defaultPageSize, highestPageSize);
      const data = simulator.tasks
        .list(caller.owner, path)
        .slice((page - 1) * size, page * size)
        .map((task) => ({ task_id: task.id, status: statusAt(task, now) }));
      return { body: { data }, charge: null };
    },
  };
}

function reading(simulator: Simulator, caller: Caller, task: Task | null) {
  return {
    stage: "poll",
    scenario: task?.scenario ?? caller.scenario ?? simulator.scenario,
    quotas: [],
    attemptId: null,
  } as const;
}

/**
 * The attempt that a webhook's address names: `?attempt=<id>`, or a UUID as the last part of its path.
 * The service knows no such thing; the ledger uses it to tell whose call was billed.
 */
function attemptOf(url: URL): string | null {
  const last = url.pathname.split("/").at(-1) ?? "";
  const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
  return url.searchParams.get("attempt") ?? (uuid.test(last) ? last : null);
}

function notFound() {
  return refuse(404, "Not Found");
}
