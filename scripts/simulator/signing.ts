import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Signs addresses of files and tells whether a signature still holds. */
export type Signer = {
  /** `token=exp=…~hmac=…`, the form of `/download`. */
  token(path: string, exp: number): string;
  /** `t=st=…~exp=…~hmac=…`, the form of `/download/{format}`. */
  window(path: string, st: number, exp: number): string;
  /** True when the query was signed for this path and has not run out. Times are Unix seconds. */
  valid(path: string, query: string, now: number): boolean;
};

/** A signer whose secret follows from the seed, so that addresses outlive a restart. */
export function signerOf(seed: string): Signer {
  const secret = createHash("sha256").update(`asset addresses of ${seed}`).digest();
  const hmac = (path: string, times: string) =>
    createHmac("sha256", secret).update(`${path}?${times}`).digest("hex");
  const sign = (path: string, times: string) => `${times}~hmac=${hmac(path, times)}`;
  return {
    token: (path, exp) => `token=${sign(path, `exp=${exp}`)}`,
    window: (path, st, exp) => `t=${sign(path, `st=${st}~exp=${exp}`)}`,
    valid: (path, query, now) => {
      const parts = /^(?:token=(exp=(\d+))|t=(st=\d+~exp=(\d+)))~hmac=([0-9a-f]{64})$/.exec(query);
      if (!parts) return false;
      const times = (parts[1] ?? parts[3]) as string;
      const expected = Buffer.from(hmac(path, times), "hex");
      const given = Buffer.from(parts[5] as string, "hex");
      return timingSafeEqual(expected, given) && Number(parts[2] ?? parts[4]) > now;
    },
  };
}
