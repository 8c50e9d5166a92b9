/** Gives what was made before under a key, or makes it. */
export type Cache = (key: string, make: () => Promise<Buffer>) => Promise<Buffer>;

/** A cache that forgets the oldest once it holds more than so many bytes. */
export function cacheOf(mostBytes: number): Cache {
  const made = new Map<string, Promise<Buffer>>();
  const sizes = new Map<string, number>();
  let total = 0;
  const keep = (key: string, bytes: number) => {
    sizes.set(key, bytes);
    total += bytes;
    for (const [oldest, size] of sizes) {
      if (total <= mostBytes) return;
      total -= size;
      sizes.delete(oldest);
      made.delete(oldest);
    }
  };
  return (key, make) => {
    const known = made.get(key);
    if (known) return known;
    const fresh = make();
    made.set(key, fresh);
    fresh.then(
      (data) => keep(key, data.length),
      // The caller sees the error; the next call tries again.
      () => made.delete(key),
    );
    return fresh;
  };
}
