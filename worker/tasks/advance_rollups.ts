import type { WorkerTask } from "../services.ts";

const rollups = ["integration.advance_usage", "analytics.advance_compliance", "analytics.advance_agreement"];

/** Every minute: counts what was added to the ledgers since. A roll-up that fails does not hold up the others. */
export const advance_rollups: WorkerTask = async (_payload, { services: { db, log } }) => {
  const errors: unknown[] = [];
  for (const rollup of rollups) {
    try {
      const { rows } = await db.query<{ facts: number }>(`select ${rollup}() as facts`);
      if (rows[0] !== undefined && rows[0].facts > 0) log.info({ rollup, ...rows[0] }, "rolled up");
    } catch (error) {
      errors.push(new Error(`${rollup}: ${(error as Error).message}`, { cause: error }));
    }
  }
  if (errors.length > 0) throw new AggregateError(errors, errors.map(String).join("\n"));
};
