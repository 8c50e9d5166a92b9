/** Lets so many works run at the same time, whoever asks for them; the others wait, first come, first served. */
export class Turns {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  /** How many works wait. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Does something when its turn has come. */
  async take<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }

  /**
   * Does something with each item, begun in their order. One of them waits at a time, so that whoever comes with a few need not wait
   * for all of another's. When one fails, no other is begun; the fault is thrown when those that were under way have ended.
   */
  async each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
    const underWay: Promise<void>[] = [];
    const faults: unknown[] = [];
    for (const item of items) {
      await new Promise<void>((begin) => {
        const turn = this.take(async () => {
          begin();
          if (faults.length > 0) return;
          try {
            await work(item);
          } catch (fault) {
            // Known before the turn is another's.
            faults.push(fault);
          }
        });
        underWay.push(turn);
      });
      if (faults.length > 0) break;
    }
    await Promise.all(underWay);
    if (faults.length > 0) throw faults[0];
  }
}
