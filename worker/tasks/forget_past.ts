import type { WorkerTask } from "../services.ts";

/** How many rows one transaction deletes, so that none of them holds anybody up. */
const batch = 5_000;

/** Every night: bookkeeping that nothing asks for any more. Money and what people did are kept. */
export const forget_past: WorkerTask = async (_payload, { abortSignal, services: { db, log } }) => {
  const forgotten = { events: 0, sessions: 0 };
  const functions = {
    events: "select integration.forget_events($1) as count",
    sessions: "select identity.forget_sessions($1) as count",
  };
  for (const kind of ["events", "sessions"] as const) {
    for (let count = batch; count === batch; forgotten[kind] += count) {
      abortSignal?.throwIfAborted();
      const { rows } = await db.query<{ count: number }>(functions[kind], [batch]);
      count = rows[0]?.count ?? 0;
    }
  }
  const { rows } = await db.query<{ keys: number; acting_transactions: number }>(
    "select integration.forget_keys() as keys, identity.forget_acting_transactions() as acting_transactions",
  );
  const all = { ...forgotten, ...rows[0] };
  if (Object.values(all).some((count) => count > 0)) log.info(all, "forgotten");
};
