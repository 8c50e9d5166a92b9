// The tour of the README with postgrest-js: sign up, make an organisation, read with filters and embedding.

import { readFileSync } from "node:fs";
import { PostgrestClient } from "@supabase/postgrest-js";
import type { Database } from "../db/api.types.ts";

const { api_url: apiUrl } = JSON.parse(readFileSync(".data/stack.json", "utf8")) as { api_url: string };

/** A typed client: every resource, column and function is known to the editor. */
const connect = (token?: string) =>
  new PostgrestClient<Database, { PostgrestVersion: "12" }, "api">(apiUrl, {
    schema: "api",
    headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
  });

const email = `ines.${Date.now()}@example.com`;
const signedUp = await connect()
  .rpc("sign_up", { email, password: "correct horse battery", full_name: "Ines" })
  .throwOnError();

const organization = await connect(signedUp.data.access_token)
  .rpc("create_organization", { name: "Tour", slug: `tour-${Date.now()}` })
  .throwOnError();
const api = connect(organization.data.access_token);

const brand = await api.from("brand_profiles").insert({ name: "Acme" }).select().single().throwOnError();
await api
  .from("brand_guidelines")
  .insert({
    brand_profile_id: brand.data.id,
    palette: [{ name: "Ink", hex: "#101820", role: "primary" }],
    prohibited_terms: ["cheap"],
  })
  .throwOnError();

const brands = await api
  .from("brand_profiles")
  .select("name, status, brand_guidelines(version, status, palette)")
  .order("name")
  .throwOnError();
console.log(JSON.stringify(brands.data, null, 2));

const placements = await api
  .from("platform_placements")
  .select("platform, placement, width, height")
  .eq("platform", "instagram")
  .throwOnError();
console.table(placements.data);
