import { refuse } from "./http.ts";

/** The plan whose published daily numbers hold for each key, or no limits at all. */
export type LimitPlan = "off" | "free" | "premium";

const ipWindows = [
  { seconds: 5, requests: 5 * 50 },
  { seconds: 120, requests: 120 * 10 },
];
const perDay = {
  free: { resources: 50, downloads: 100 },
  premium: { resources: 1_000, downloads: 100 },
};

/** What a call counts as for the daily limits of its key. */
export type Quota = keyof (typeof perDay)["free"];

/** Counts calls by address and by key. Refusals themselves are not counted. */
export type Limits = {
  /** Counts a request of an address, or refuses it with 429. */
  admit(ip: string, now: Date): void;
  /** Refuses with 429 when a quota of the key is used up today (UTC). */
  check(key: string, quotas: readonly Quota[], now: Date): void;
  /** Counts an answered call. */
  count(key: string, quotas: readonly Quota[], now: Date): void;
};

/** Starts counting. Daily counts live as long as the process. */
export function startLimits(plan: LimitPlan): Limits {
  if (plan === "off") return { admit: () => {}, check: () => {}, count: () => {} };
  const recent = new Map<string, number[]>();
  let today = "";
  const used = new Map<string, number>();
  const usedToday = (now: Date) => {
    const date = now.toISOString().slice(0, 10);
    if (date !== today) {
      used.clear();
      today = date;
    }
    return used;
  };

  return {
    admit: (ip, now) => {
      const time = now.getTime();
      const longest = Math.max(...ipWindows.map((window) => window.seconds)) * 1000;
      const times = (recent.get(ip) ?? []).filter((earlier) => earlier > time - longest);
      recent.set(ip, times);
      for (const { seconds, requests } of ipWindows) {
        const inside = times.filter((earlier) => earlier > time - seconds * 1000).length;
        if (inside >= requests) throw refuse(429, "Too many requests. Please slow down.");
      }
      times.push(time);
    },
    check: (key, quotas, now) => {
      for (const quota of quotas) {
        if ((usedToday(now).get(`${quota} ${key}`) ?? 0) >= perDay[plan][quota]) throw quotaUsedUp();
      }
    },
    count: (key, quotas, now) => {
      for (const quota of quotas) {
        const name = `${quota} ${key}`;
        used.set(name, (usedToday(now).get(name) ?? 0) + 1);
      }
    },
  };
}

/** The refusal of a key whose daily quota is gone. */
export function quotaUsedUp() {
  return refuse(429, "Daily limit reached. Please try again tomorrow.");
}
