import type { MigrationBuilder } from "node-pg-migrate";

const perAddress = "Published by Freepik, 2025: per IP address";
const perKey = "Published by Freepik, 2025: per key and day, premium plan";
const thirdParty = "Noted by third parties, 2026";

interface RateLimit {
  quota: string;
  scope: "key" | "address";
  /** None: every call counts. */
  operations?: string[];
  calls: number;
  per: string;
  source: string;
}

const daily = (quota: string, operations: string[], calls: number, source = perKey): RateLimit => ({
  quota,
  scope: "key",
  operations,
  calls,
  per: "1 day",
  source,
});

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
  daily("resources", ["stock_search", "stock_details"], 1000),
  daily("downloads", ["stock_download"], 100, "Published by Freepik: below the Enterprise plan"),
  daily("mystic", ["mystic"], 6000),
  daily("classic", ["classic_text_to_image"], 10_000),
  daily("imagen", ["imagen3"], 10_000),
  daily("flux_dev", ["flux_dev"], 3000),
  daily("reimagine", ["reimagine_flux"], 1000),
  daily("upscaler", ["image_upscaler"], 1250),
  daily("relight", ["image_relight"], 1250),
  daily("style_transfer", ["image_style_transfer"], 1250),
  daily("remove_background", ["remove_background"], 20_000),
  daily("expand", ["image_expand"], 1250),
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
  pgm.sql(
    `insert into integration.rate_limits (provider, quota, scope, operations, calls, per, valid_from, source)
    select 'freepik', l.quota, l.scope, l.operations, l.calls, l.per, '2025-01-01', l.source
    from jsonb_to_recordset({limits}) l (quota text, scope text, operations text[], calls int, per interval, source text)`,
    { limits: pgm.func(`$json$${JSON.stringify(limits)}$json$`) },
  );
}

export const down = false;
