import { createHash } from "node:crypto";
import { readdirSync, readFileSync, utimesSync } from "node:fs";
import { basename, join, relative } from "node:path";
import type { LedgerEntry } from "../../scripts/simulator/ledger.ts";
import type { Rig } from "./rig.ts";
import { until } from "./until.ts";

/** What must have come to an end before anything is judged. */
const unfinished = `
  select
    (select count(*)::int from content.content_requests r
     where r.status not in ('ready', 'failed', 'needs_attention', 'cancelled')) as requests,
    (select count(*)::int from system.background_jobs j
     where j.state in ('queued', 'dispatched', 'running', 'waiting')) as jobs,
    (select count(*)::int from integration.provider_calls c where c.state in ('sent', 'accepted', 'lost', 'missing')) as calls`;

/** What an organisation's work leaves in the queue when it is not done, or not given free. */
const leftovers = `
  select format('queue: job %s, locked by %s', job.key, coalesce(job.locked_by, 'nobody')) as fault
  from graphile_worker._private_jobs job
  where job.locked_at is not null and job.locked_by not in (
      select queue_worker_id from system.workers w, unnest(w.queue_worker_ids) queue_worker_id where w.pid = $1)
    or job.key ~ '^(source_assets|render_variants|settle_call):'
  union all
  select format('system.workers: worker %s is dead and still holds %s', w.pid, w.queue_worker_ids)
  from system.workers w where w.queue_worker_ids <> '{}' and w.pid <> $1
  union all
  select format('a connection of the worker has been idle in a transaction since %s', a.state_change)
  from pg_stat_activity a
  where a.usename = 'vp_worker' and a.state like 'idle in transaction%' and a.state_change < clock_timestamp() - interval '5 seconds'
  union all
  select format('reserved and never booked: %s %s', m.reserved, m.currency) from integration.spend_months m where m.reserved <> 0
  union all
  select format('reserved for a request and never booked: %s %s', s.reserved, s.currency)
  from integration.subject_spends s where s.reserved <> 0
  union all
  select format('spend_months says %s %s, the bookings say %s', m.spent, m.currency, booked.cost)
  from integration.spend_months m
  cross join lateral (
    select coalesce(sum(u.cost), 0) as cost from integration.api_usage u
    join integration.provider_calls c on c.organization_id = u.organization_id and c.id = u.provider_call_id
    where c.organization_id = m.organization_id and c.spend_month = m.month and c.currency = m.currency) booked
  where m.spent <> booked.cost
  union all
  select format('request %s needs attention, and no synchronous call of it does', r.id)
  from content.content_requests r
  where r.status = 'needs_attention' and not exists (
    select from integration.provider_calls c
    where c.organization_id = r.organization_id and c.subject_id = r.id and c.state = 'needs_attention' and not c.is_async)
  union all
  select format('request %s is ready and has %s finished pictures', r.id, count(v.id))
  from content.content_requests r
  left join content.asset_variants v on v.organization_id = r.organization_id and v.content_request_id = r.id and v.file_id is not null
  where r.status = 'ready' group by r.id having count(v.id) = 0
  union all
  select format('call %s has ended as %s and is booked %s times', c.id, c.state, count(u.provider_call_id))
  from integration.provider_calls c
  left join integration.api_usage u on u.organization_id = c.organization_id and u.provider_call_id = c.id and u.outcome <> 'corrected'
  group by c.organization_id, c.id having count(u.provider_call_id) <> 1
  union all
  select format('call %s says that %s is booked, the bookings say %s', c.id, c.booked_amount, sum(u.cost))
  from integration.provider_calls c
  join integration.api_usage u on u.organization_id = c.organization_id and u.provider_call_id = c.id
  group by c.organization_id, c.id having c.booked_amount is distinct from sum(u.cost)`;

interface Booking {
  readonly id: string;
  readonly call_key: string;
  readonly operation: string;
  readonly is_async: boolean;
  readonly task_status: string | null;
  readonly outcome: string;
  readonly cost: string;
  readonly currency: string;
}

/** What was booked and billed until now, in millionths. */
export interface Money {
  readonly calls: number;
  readonly booked: number;
  readonly billed: number;
  /** Booked for calls whose answer was lost, which the service turned out not to have billed. */
  readonly unbilled: number;
  /** Booked as unknown and billed indeed. */
  readonly lostAnswers: number;
}

/** Waits until everything has ended. Pauses before another attempt pass at once. */
export async function settle(rig: Rig): Promise<void> {
  let left = {};
  const isSettled = async () => {
    const { rows } = await rig.admin.query<{ requests: number; jobs: number; calls: number }>(unfinished);
    left = rows[0] ?? {};
    if (Object.values(left).every((count) => count === 0) && rig.isUp) return true;
    await rig.admin.query(
      "update graphile_worker._private_jobs set run_at = now() where run_at > now() and attempts > 0 and locked_at is null",
    );
    // So do those that a provider in trouble is left alone.
    await rig.admin.query(
      `with probed as (update integration.circuits set open_until = now() where open_until > now() returning provider)
       update system.background_jobs set wake_at = now()
       where state = 'waiting' and kind = 'source_assets' and last_error like 'The provider takes no call%' and exists (select from probed)`,
    );
    await rig.admin.query("select system.wake_jobs()");
    return false;
  };
  try {
    await until("The requests' end", 120, () => isSettled().catch(() => false));
  } catch (error) {
    throw new Error(`${(error as Error).message} Left: ${JSON.stringify(left)}. ${await describeLeft(rig)}`);
  }
}

async function describeLeft(rig: Rig): Promise<string> {
  const { rows } = await rig.admin.query(
    `select j.kind, j.state, j.attempts, j.last_error, j.wake_at, c.operation, c.state as call, c.error, q.locked_by, q.run_at
     from system.background_jobs j
     left join integration.provider_calls c on c.organization_id = j.organization_id and c.job_id = j.id
     left join graphile_worker._private_jobs q on q.key = system.job_key(j.kind, j.id)
     where j.state in ('queued', 'dispatched', 'running', 'waiting')`,
  );
  return JSON.stringify(rows);
}

/** Everything that is wrong now, in words; nothing is wrong when the list is empty. */
export async function findFaults(rig: Rig): Promise<{ faults: string[]; money: Money }> {
  await sweep(rig);
  let faults: string[] = [];
  // A job leaves the queue a moment after it has ended here.
  await until("The locks' end", 10, async () => {
    const { rows } = await rig.admin.query<{ fault: string }>(leftovers, [rig.workerPid]);
    faults = rows.map(({ fault }) => fault);
    return faults.length === 0;
  }).catch(() => undefined); // what is left then is a fault
  const { rows: bookings } = await rig.admin.query<Booking>(
    `select c.id, c.call_key, c.operation, c.is_async, c.task_status, c.booked_outcome as outcome, sum(u.cost) as cost, c.currency
     from integration.api_usage u
     join integration.provider_calls c on c.organization_id = u.organization_id and c.id = u.provider_call_id
     group by c.organization_id, c.id`,
  );
  const ledger = (await (await fetch(`${rig.simulatorUrl}/_simulator/ledger`)).json()) as LedgerEntry[];
  const { money, faults: moneyFaults } = compareLedgers(bookings, ledger);
  return { faults: [...faults, ...moneyFaults, ...(await findFileFaults(rig))], money };
}

const micro = (amount: string | number) => Math.round(Number(amount) * 1_000_000);
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0);

/** Holds our bookings against the service's own record, call for call and in sum. */
export function compareLedgers(
  bookings: readonly Booking[],
  ledger: readonly LedgerEntry[],
): { money: Money; faults: string[] } {
  const faults: string[] = [];
  const billed = new Map<string, LedgerEntry[]>();
  for (const entry of ledger.filter(({ cost }) => cost > 0)) {
    const attempt = entry.attempt_id ?? "no attempt";
    billed.set(attempt, [...(billed.get(attempt) ?? []), entry]);
  }
  const booked = new Map(bookings.map((booking) => [booking.id, booking]));
  for (const [attempt, entries] of billed) {
    const booking = booked.get(attempt);
    const what = `${entries[0]?.endpoint} (${attempt})`;
    if (entries.length > 1) faults.push(`${what} was billed ${entries.length} times`);
    if (booking === undefined) faults.push(`${what} was billed and is not booked`);
    else if (micro(booking.cost) !== sum(entries.map(({ cost }) => micro(cost)))) {
      faults.push(
        `${what} was billed ${entries[0]?.cost} and is booked ${booking.outcome} for ${booking.cost}`,
      );
    }
  }
  const paidKeys = new Map<string, number>();
  // A task that turned up after another was made in its place is paid for nothing, and says so.
  for (const { id, call_key } of bookings.filter(({ outcome }) => outcome !== "wasted")) {
    if (billed.has(id)) paidKeys.set(call_key, (paidKeys.get(call_key) ?? 0) + 1);
  }
  for (const [key, times] of paidKeys) if (times > 1) faults.push(`${key} was paid ${times} times`);
  const paid = bookings.filter(({ cost }) => micro(cost) > 0);
  for (const { id, operation, outcome, is_async, task_status } of paid) {
    if (!billed.has(id) && outcome !== "unknown")
      faults.push(`${operation} ${id} is booked and was not billed`);
    if (outcome === "unknown" && is_async && task_status !== "FAILED")
      faults.push(`${operation} ${id} is a task and was given up`);
  }
  const unknown = paid.filter(({ outcome }) => outcome === "unknown");
  const money: Money = {
    calls: bookings.length,
    booked: sum(paid.map(({ cost }) => micro(cost))),
    billed: sum(ledger.map(({ cost }) => micro(cost))),
    unbilled: sum(unknown.filter(({ id }) => !billed.has(id)).map(({ cost }) => micro(cost))),
    lostAnswers: unknown.filter(({ id }) => billed.has(id)).length,
  };
  if (money.booked !== money.billed + money.unbilled) {
    faults.push(
      `booked ${money.booked}, billed ${money.billed}, booked for lost answers ${money.unbilled} (millionths)`,
    );
  }
  return { money, faults };
}

/** Two hours pass for all files, and maintenance comes round: what a dead worker left goes, and nothing else. */
async function sweep(rig: Rig): Promise<void> {
  const longAgo = Date.now() / 1000 - 7_200;
  for (const path of filesBelow(rig.filesDir)) utimesSync(path, longAgo, longAgo);
  await rig.admin.query(
    "select graphile_worker.add_job(task, job_key => 'chaos ' || task) from unnest(array['recover_jobs', 'sweep_files', 'forget_past']) task",
  );
  await until("The sweep of files", 60, async () => {
    const { rows } = await rig.admin.query(
      "select from graphile_worker._private_jobs where key like 'chaos %'",
    );
    return rows.length === 0;
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

async function findFileFaults(rig: Rig): Promise<string[]> {
  const { rows } = await rig.admin.query<{ storage_key: string; sha256: string; state: string }>(
    "select storage_key, sha256, state from system.files",
  );
  const owned = new Map(rows.map((row) => [row.storage_key, row]));
  const found = new Set<string>();
  const faults: string[] = [];
  for (const path of filesBelow(rig.filesDir)) {
    const key = relative(rig.filesDir, path);
    found.add(key);
    const hash = createHash("sha256").update(readFileSync(path)).digest("hex");
    if (hash !== basename(path)) faults.push(`${key} is half written`);
    if (!owned.has(key)) faults.push(`${key} belongs to nobody`);
  }
  for (const { storage_key, state } of rows) {
    if (state === "stored" && !found.has(storage_key)) faults.push(`${storage_key} is missing`);
  }
  return faults;
}
