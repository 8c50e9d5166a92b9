import { readFile } from "node:fs/promises";
import type { Json } from "../../db/api.types.ts";
import { type Brand, setUpBrand } from "../../scripts/demo/brand.ts";
import { spotify } from "../../scripts/demo/brands/spotify.ts";
import type { Brief } from "../../scripts/demo/briefs.ts";
import { type Api, need, type Row } from "../../scripts/demo/client.ts";
import { formTeam, type Team } from "../../scripts/demo/people.ts";
import { waitFor } from "../../scripts/demo/wait.ts";
import type { StackState } from "../../scripts/stack/stack.ts";

const layoutFile = new URL("../../db/seed/templates/bold_headline.json", import.meta.url);

/** A team with a brand, ready to ask for content. */
export interface World {
  readonly team: Team;
  readonly brand: Brand;
}

export async function makeWorld(apiUrl: string): Promise<World> {
  const team = await formTeam(apiUrl);
  const [brand, template] = await Promise.all([
    setUpBrand(team, spotify),
    need(
      "content_templates",
      team.editor.api
        .from("content_templates")
        .insert({ slug: "bold-headline", name: "Bold headline", layout: await readLayout() })
        .select("id")
        .single(),
    ),
  ]);
  // What is scored goes into it by itself.
  await need(
    "approval_workflows",
    team.owner.api.from("approval_workflows").update({ is_default: true }).eq("id", brand.workflow.id),
  );
  return { team, brand: { ...brand, content_template_id: template.id } };
}

async function readLayout(): Promise<Json> {
  return JSON.parse(await readFile(layoutFile, "utf8"));
}

/** A request's body, for one placement unless something else is said. */
export function requestBody({ brand }: World, change: Partial<RequestBody> = {}): RequestBody {
  const { brand_profile_id, content_template_id } = brand;
  return {
    title: "Live sessions, launch week",
    search_term: "concert crowd, green stage lights",
    sources: [{ type: "stock" }],
    placements: ["instagram/square"],
    copy: {
      headline: "Front row, every night",
      subline: "Live sessions from forty festivals, recorded this summer. Free to stream all August.",
      call_to_action: "Listen now",
    },
    caption: "Forty festivals, one front row. Free to stream all August. #LiveSessions #FrontRow",
    alt_text:
      "A concert crowd with raised hands in front of a stage in green light. Text: Front row, every night.",
    brand_profile_id,
    content_template_id,
    ...change,
  };
}

type RequestBody = Omit<Brief, "sources"> & {
  brand_profile_id: string;
  content_template_id: string;
  idempotency_key?: string;
  sources?: { type: string; model?: string }[];
};

/** Asks for content as the editor; returns the request's id. */
export async function ask(world: World, change: Partial<RequestBody> = {}): Promise<string> {
  const { id } = await need(
    "content_requests",
    world.team.editor.api.from("content_requests").insert(requestBody(world, change)).select("id").single(),
  );
  return id;
}

export type Request = Row<"content_requests">;

/** Waits until a request is in one of the states in which nothing goes on by itself. */
export function settled(api: Api, id: string): Promise<Request> {
  return waitFor("The content request", 60, async () => {
    const request = await need(
      "content_requests",
      api.from("content_requests").select().eq("id", id).single(),
    );
    return ["ready", "failed", "needs_attention", "cancelled"].includes(request.status) ? request : undefined;
  });
}

/** What the simulator billed for an attempt of ours. */
export interface Billed {
  readonly endpoint: string;
  readonly attempt_id: string | null;
  readonly cost: number;
  readonly currency: string;
}

/** The simulator's own record of every call it was asked to bill. */
export async function simulatorLedger({ freepik_url }: StackState): Promise<Billed[]> {
  const response = await fetch(`${freepik_url}/_simulator/ledger`);
  return (await response.json()) as Billed[];
}
