import type { MigrationBuilder } from "node-pg-migrate";

const perAddress = "Published by Freepik, 2025: per IP address";
const perKey = "Published by Freepik, 2025: per key and day";
const thirdParty = "Noted by third parties, 2026";

interface RateLimit {
  quota: string;
  scope: "key" | "address";
  /** None: it holds for every plan. */
  plan?: "free" | "premium";
  /** None: every call counts. */
  operations?: string[];
  calls: number;
  per: string;
  source: string;
}

const daily = (quota: string, operations: string[], calls: number, source: string): RateLimit => ({
  quota,
  scope: "key",
  operations,
  calls,
  per: "1 day",
  source,
});
/** A daily quota of each plan. */
const byPlan = (quota: string, operation: string[], free: number, premium: number): RateLimit[] => [
  { ...daily(quota, operation, free, perKey), plan: "free" },
  { ...daily(quota, operation, premium, perKey), plan: "premium" },
];

const limits: RateLimit[] = [
  {
    quota: "calls",
    scope: "address",
    calls: 250,
    per: "5 seconds",
    source: `${perAddress}, 50 a second over 5 s`,
  },
  {
    quota: "calls",
    scope: "address",
    calls: 1200,
    per: "2 minutes",
    source: `${perAddress}, 10 a second over 2 min`,
  },
  {
    quota: "calls",
    scope: "key",
    calls: 300,
    per: "1 minute",
    source: `${thirdParty}, who name 50 and 300; a plan with 50 answers 429, which is honoured`,
  },
  ...byPlan("resources", ["stock_search", "stock_details"], 50, 1000),
  daily("downloads", ["stock_download"], 100, "Published by Freepik: below the Enterprise plan"),
  ...byPlan("mystic", ["mystic"], 0, 6000),
  ...byPlan("classic", ["classic_text_to_image"], 100, 10_000),
  ...byPlan("imagen", ["imagen3"], 100, 10_000),
  ...byPlan("flux_dev", ["flux_dev"], 100, 3000),
  ...byPlan("reimagine", ["reimagine_flux"], 100, 1000),
  ...byPlan("upscaler", ["image_upscaler"], 0, 1250),
  ...byPlan("relight", ["image_relight"], 0, 1250),
  ...byPlan("style_transfer", ["image_style_transfer"], 0, 1250),
  ...byPlan("remove_background", ["remove_background"], 300, 20_000),
  ...byPlan("expand", ["image_expand"], 100, 1250),
  daily("improve_prompt", ["improve_prompt"], 1000, thirdParty),
  daily("image_to_prompt", ["image_to_prompt"], 1000, thirdParty),
];

export function up(pgm: MigrationBuilder): void {
  pgm.sql(`
    insert into system.setting_definitions (key, value_type, default_value, minimum, maximum, unit, description, organization_may_override)
    values
      ('integration.circuit_failures', 'integer', '5', 1, 1000, 'failures',
        'How many failures in a row of a provider''s operation stop its calls, until one that is let through brings an answer.', false),
      ('integration.search_lifetime_s', 'integer', '86400', 0, 2592000, 's',
        'How long the answer of a stock search is good for: the same search of the organisation is not asked again meanwhile. 0: always ask.', true),
      ('spend.per_request_cap', 'number', 'null', 0, null, 'EUR',
        'What one content request may cost at providers at most; off: no cap.', true)`);
  pgm.sql(`
    insert into system.setting_definitions (key, value_type, default_value, allowed_values, description, organization_may_override)
    values ('integration.key_plan', 'text', '"premium"', '{free,premium}',
      'The plan of the Freepik API key: which daily quotas are kept. An organisation''s own value is for the key that it brought.', true)`);
  pgm.sql(
    `insert into integration.rate_limits (provider, quota, scope, plan, operations, calls, per, valid_from, source)
    select 'freepik', l.quota, l.scope, coalesce(l.plan, 'any'), l.operations, l.calls, l.per, '2025-01-01', l.source
    from jsonb_to_recordset({limits}) l (quota text, scope text, plan text, operations text[], calls int, per interval, source text)`,
    { limits: pgm.func(`$json$${JSON.stringify(limits)}$json$`) },
  );
}

export const down = false;
