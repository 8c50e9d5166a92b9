import type { MigrationBuilder } from "node-pg-migrate";

interface SettingDefinition {
  key: string;
  value_type: "boolean" | "integer" | "number" | "text";
  /** null: off until somebody sets a value. */
  default_value: boolean | number | string | null;
  minimum?: number;
  maximum?: number;
  allowed_values?: string[];
  unit?: string;
  description: string;
  organization_may_override: boolean;
}

const definitions: SettingDefinition[] = [
  {
    key: "approval.allow_self_approval",
    value_type: "boolean",
    default_value: false,
    description: "Whether whoever requested content may also approve it.",
    organization_may_override: true,
  },
  {
    key: "approval.submit_when_scored",
    value_type: "boolean",
    default_value: true,
    description: "Whether a variant goes into review by itself once it is scored and has not failed.",
    organization_may_override: true,
  },
  {
    key: "files.max_upload_bytes",
    value_type: "integer",
    default_value: 26_214_400,
    minimum: 1,
    maximum: 104_857_600,
    unit: "bytes",
    description: "The largest file that can be uploaded.",
    organization_may_override: false,
  },
  {
    key: "files.public_url",
    value_type: "text",
    default_value: null,
    description: "Base URL of the file server as clients reach it; off: the URL that the worker reports.",
    organization_may_override: false,
  },
  {
    key: "files.url_lifetime_s",
    value_type: "integer",
    default_value: 3600,
    minimum: 60,
    maximum: 604_800,
    unit: "s",
    description: "How long a signed file URL is good for, at least.",
    organization_may_override: true,
  },
  {
    key: "integration.lost_call_grace_s",
    value_type: "integer",
    default_value: 90,
    minimum: 1,
    maximum: 3600,
    unit: "s",
    description:
      "How long after it was sent a call whose answer was lost may take to turn up in the provider's list of tasks, before it is made again.",
    organization_may_override: false,
  },
  {
    key: "integration.lost_call_doubt_s",
    value_type: "integer",
    default_value: 3600,
    minimum: 1,
    maximum: 86_400,
    unit: "s",
    description:
      "How long the price of such a call stays reserved: until then its task may well turn up after all, beside that of the call made again.",
    organization_may_override: false,
  },
  {
    key: "integration.lost_call_watch_s",
    value_type: "integer",
    default_value: 604_800,
    minimum: 1,
    maximum: 2_592_000,
    unit: "s",
    description:
      "How long the list of tasks is asked for it in all, with growing pauses; what turns up late is booked late.",
    organization_may_override: false,
  },
  {
    key: "integration.task_patience_s",
    value_type: "integer",
    default_value: 1800,
    minimum: 1,
    maximum: 86_400,
    unit: "s",
    description: "How long a provider may work on a task before it is given up, booked at full price.",
    organization_may_override: false,
  },
  {
    key: "integration.webhook_secret_encoding",
    value_type: "text",
    default_value: "utf8",
    allowed_values: ["utf8", "base64"],
    description:
      "How the secret of Freepik's webhooks becomes bytes: as its characters (utf8), or decoded from base64.",
    organization_may_override: false,
  },
  {
    key: "integration.webhook_url",
    value_type: "text",
    default_value: null,
    description:
      "The public address of /rpc/freepik_webhook, which is sent with calls; off: the provider is polled.",
    organization_may_override: false,
  },
  {
    key: "jobs.max_attempts",
    value_type: "integer",
    default_value: 8,
    minimum: 1,
    maximum: 25,
    unit: "attempts",
    description: "How often a background job is tried before it fails. Holds for jobs made from now on.",
    organization_may_override: false,
  },
  {
    key: "jobs.per_organization",
    value_type: "integer",
    default_value: 4,
    minimum: 1,
    maximum: 100,
    unit: "jobs",
    description:
      "How many background jobs of an organisation are with the workers at a time; the others wait.",
    organization_may_override: false,
  },
  {
    key: "spend.monthly_cap",
    value_type: "number",
    default_value: null,
    minimum: 0,
    unit: "EUR",
    description: "What the organisation spends on providers in a calendar month (UTC) at most; off: no cap.",
    organization_may_override: true,
  },
  {
    key: "throttle.calls_per_minute",
    value_type: "integer",
    default_value: 600,
    minimum: 1,
    maximum: 100_000,
    unit: "calls/min",
    description: "How many writes and function calls a user may make in a minute.",
    organization_may_override: false,
  },
];

export function up(pgm: MigrationBuilder): void {
  pgm.sql(
    `insert into system.setting_definitions
      (key, value_type, default_value, minimum, maximum, allowed_values, unit, description, organization_may_override)
    select key, value_type, coalesce(default_value, 'null'), minimum, maximum, allowed_values, unit, description,
      organization_may_override
    from jsonb_populate_recordset(null::system.setting_definitions, {definitions})`,
    { definitions: pgm.func(`$json$${JSON.stringify(definitions)}$json$`) },
  );
}

export function down(pgm: MigrationBuilder): void {
  pgm.sql("delete from system.setting_definitions where key = any({keys})", {
    keys: pgm.func(`array[${definitions.map(({ key }) => `'${key}'`).join(", ")}]`),
  });
}
