import type { ServerResponse } from "node:http";
import { sendFile } from "../files.ts";
import { refuse, sendHtml } from "../http.ts";
import type { Simulator } from "../server.ts";
import { previewSide, scaled } from "../shapes.ts";
import { cutOutFiles, slugOfPath } from "./replies.ts";
import type { Task } from "./tasks.ts";

/** Answers for generated files: by signed address only, until it runs out. */
export async function answerContent(simulator: Simulator, url: URL, response: ServerResponse): Promise<void> {
  const [, , slug, id = "", name = "", ...rest] = url.pathname.split("/");
  const task = simulator.tasks.find(id);
  if (!task || rest.length > 0 || slug !== slugOfPath(task.path)) throw refuse(404, "Not Found");
  const now = Math.floor(simulator.clock().getTime() / 1000);
  if (!simulator.signer.valid(url.pathname, url.search.slice(1), now)) {
    return sendHtml(response, 403, "Access Denied");
  }
  await sendFile(simulator, response, task.scenario, () => fileOf(simulator, task, name));
}

function fileOf(simulator: Simulator, task: Task, name: string): Promise<{ data: Buffer; mime: string }> {
  const file = name.slice(0, name.lastIndexOf("."));
  const { work } = task;
  if (work.method !== "cut-out") {
    const [, place] = /^output(?:-(\d+))?$/.exec(file) ?? [];
    return simulator.results.picture(task.id, work, place === undefined ? 0 : Number(place) - 1);
  }
  const index = (cutOutFiles as readonly string[]).indexOf(file);
  if (file === "original") {
    return simulator.results.picture(task.id, { ...work, method: "enlarge", file: "jpeg" }, index);
  }
  const size = file === "preview" ? scaled(work.width, work.height, previewSide) : null;
  return simulator.results.picture(task.id, { ...work, ...size }, index);
}
