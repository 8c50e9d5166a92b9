import type { OutgoingHttpHeaders } from "node:http";
import { refuse } from "./http.ts";

/** The plan whose published daily numbers hold for each key, or no limits at all. */
export type LimitPlan = "off" | "free" | "premium";
export type LimitOptions = {
  plan: LimitPlan;
  /** Calls a minute and key. Reports name 50 and 300; null is no such limit. */
  keyPerMinute: number | null;
  /** Whether a refusal says with Retry-After how long to wait. No page promises that it does. */
  headers: boolean;
};

const ipWindows = [
  { seconds: 5, requests: 5 * 50 },
  { seconds: 120, requests: 120 * 10 },
];
/** Calls a day and key on the free and the premium plan. Where the free plan has no number it has no calls. */
const perDay = {
  resources: { free: 50, premium: 1_000 },
  downloads: { free: 100, premium: 100 },
  icons: { free: 100, premium: 2_500 },
  mystic: { free: 0, premium: 6_000 },
  classic: { free: 100, premium: 10_000 },
  imagen3: { free: 100, premium: 10_000 },
  "flux-dev": { free: 100, premium: 3_000 },
  reimagine: { free: 100, premium: 1_000 },
  upscaler: { free: 0, premium: 1_250 },
  "style-transfer": { free: 0, premium: 1_250 },
  relight: { free: 0, premium: 1_250 },
  "remove-background": { free: 300, premium: 20_000 },
  expand: { free: 100, premium: 1_250 },
  "improve-prompt": { free: 1_000, premium: 1_000 },
  "image-to-prompt": { free: 1_000, premium: 1_000 },
} as const;

/** What a call counts as for the daily limits of its key. */
export type Quota = keyof typeof perDay;

/** Counts calls by address and by key. Refusals themselves are not counted. */
export type Limits = {
  /** Counts a request of an address, or refuses it with 429. */
  admit(ip: string, now: Date): void;
  /** Counts a call of a key, or refuses it with 429. */
  admitKey(key: string, now: Date): void;
  /**
   * Counts a call towards its quotas of today (UTC), or refuses it with 429 when one is used up.
   * What it returns takes the call off the count again.
   */
  take(key: string, quotas: readonly Quota[], now: Date): () => void;
};

/** Starts counting. Daily counts live as long as the process. */
export function startLimits({ plan, keyPerMinute, headers }: LimitOptions): Limits {
  const admission = windowsOf(headers);
  const keyWindows = keyPerMinute === null ? [] : [{ seconds: 60, requests: keyPerMinute }];
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
    admit: (ip, now) => (plan === "off" ? undefined : admission(`ip ${ip}`, ipWindows, now)),
    admitKey: (key, now) => admission(`key ${key}`, keyWindows, now),
    take: (key, quotas, now) => {
      if (plan === "off") return () => {};
      const counts = usedToday(now);
      const names = quotas.map((quota) => `${quota} ${key}`);
      quotas.forEach((quota, index) => {
        if ((counts.get(names[index] as string) ?? 0) < perDay[quota][plan]) return;
        const midnight = Date.parse(`${today}T00:00:00Z`) + 86_400_000;
        throw quotaUsedUp(headers ? retryAfter(midnight - now.getTime()) : {});
      });
      const add = (step: number) => {
        for (const name of names) counts.set(name, (counts.get(name) ?? 0) + step);
      };
      const day = today;
      add(1);
      return () => {
        if (day === today) add(-1);
      };
    },
  };
}

type Window = { seconds: number; requests: number };

/** Counts in sliding windows. */
function windowsOf(headers: boolean) {
  const recent = new Map<string, number[]>();
  return (who: string, windows: readonly Window[], now: Date): void => {
    if (windows.length === 0) return;
    const time = now.getTime();
    const longest = Math.max(...windows.map((window) => window.seconds)) * 1000;
    const times = (recent.get(who) ?? []).filter((earlier) => earlier > time - longest);
    recent.set(who, times);
    for (const { seconds, requests } of windows) {
      const inside = times.filter((earlier) => earlier > time - seconds * 1000);
      if (inside.length < requests) continue;
      const free = (inside[inside.length - requests] as number) + seconds * 1000;
      throw refuse(
        429,
        "Too many requests. Please slow down.",
        headers ? retryAfter(free - time) : undefined,
      );
    }
    times.push(time);
  };
}

function retryAfter(ms: number): OutgoingHttpHeaders {
  return { "retry-after": String(Math.max(1, Math.ceil(ms / 1000))) };
}

/** The refusal of a key whose daily quota is gone. */
export function quotaUsedUp(headers: OutgoingHttpHeaders = {}) {
  return refuse(429, "Daily limit reached. Please try again tomorrow.", headers);
}
