import pg from "pg";

/**
 * Places in the database where the worker can be held, each in a statement that has done its work and not committed.
 * Triggers take a shared lock there; whoever holds it exclusively keeps the worker waiting.
 */
const gates = {
  claim: { number: 1, table: "integration.provider_calls", event: "insert", when: "new.reserved_amount > 0" },
  hand_back: {
    number: 2,
    table: "integration.provider_calls",
    event: "update",
    when: "new.reserved_amount > 0 and old.state = 'sent' and new.state in ('succeeded', 'accepted')",
  },
  receive_file: { number: 3, table: "content.generated_assets", event: "insert", when: "true" },
  receive_render: { number: 4, table: "content.measurements", event: "insert", when: "true" },
} as const;
export type GateName = keyof typeof gates;

const lockClass = 7_261;

/** Puts the triggers in place. */
export async function installGates(admin: pg.Pool): Promise<void> {
  await admin.query("create schema chaos");
  await admin.query(`
    create function chaos.wait() returns trigger language plpgsql security definer set search_path = '' as $$
    begin
      if session_user = 'vp_worker' then
        perform pg_catalog.pg_advisory_xact_lock_shared(${lockClass}, tg_argv[0]::int);
      end if;
      return null;
    end $$`);
  for (const [name, { number, table, event, when }] of Object.entries(gates)) {
    const condition = when === "true" ? "" : `when (${when})`;
    await admin.query(
      `create trigger chaos_${name} after ${event} on ${table}
       for each row ${condition} execute function chaos.wait('${number}')`,
    );
  }
}

/** A gate that is shut. */
export interface ShutGate {
  /** Process ids of the backends that wait at it. */
  waiting(): Promise<number[]>;
  open(): Promise<void>;
}

/** Shuts a gate. */
export async function shutGate(url: string, admin: pg.Pool, name: GateName): Promise<ShutGate> {
  const { number } = gates[name];
  const client = new pg.Client({ connectionString: url, application_name: "chaos gate" });
  client.on("error", () => undefined); // the lock goes with its connection, and that opens the gate too
  await client.connect();
  await client.query("select pg_advisory_lock($1, $2)", [lockClass, number]);
  return {
    async waiting() {
      const { rows } = await admin.query<{ pid: number }>(
        "select pid from pg_locks where locktype = 'advisory' and classid = $1 and objid = $2 and not granted",
        [lockClass, number],
      );
      return rows.map(({ pid }) => pid);
    },
    open: () => client.end(),
  };
}
