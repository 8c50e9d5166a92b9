import { expect, test } from "vitest";
import { Turns } from "../../worker/turns.ts";

/** Work that lasts until it is told to end, and what of it was begun. */
class Work {
  readonly begun: string[] = [];
  readonly #ends = new Map<string, (fault?: Error) => void>();

  readonly do = (item: string): Promise<void> => {
    this.begun.push(item);
    return new Promise((resolve, reject) => {
      this.#ends.set(item, (fault) => (fault ? reject(fault) : resolve()));
    });
  };

  end(item: string, fault?: Error): void {
    this.#ends.get(item)?.(fault);
  }
}

test("some are under way at a time, begun in their order", async () => {
  const work = new Work();
  const done = new Turns(2).each(["a", "b", "c", "d"], work.do);
  await expect.poll(() => work.begun).toEqual(["a", "b"]);
  work.end("b");
  await expect.poll(() => work.begun).toEqual(["a", "b", "c"]);
  work.end("a");
  await expect.poll(() => work.begun).toEqual(["a", "b", "c", "d"]);
  work.end("c");
  work.end("d");
  await done;
});

test("who comes later takes turns with who came first", async () => {
  const turns = new Turns(2);
  const work = new Work();
  const order = ["a1", "a2", "a3", "b1", "a4", "b2"];
  const first = turns.each(["a1", "a2", "a3", "a4"], work.do);
  await expect.poll(() => work.begun).toEqual(["a1", "a2"]);
  const second = turns.each(["b1", "b2"], work.do);
  for (let begun = 2; begun <= order.length; begun++) {
    await expect.poll(() => work.begun).toEqual(order.slice(0, begun));
    work.end(order[begun - 2] as string);
  }
  work.end("b2");
  await Promise.all([first, second]);
});

test("after a fault no other is begun, and what is under way is waited for", async () => {
  const turns = new Turns(2);
  const work = new Work();
  let isOver = false;
  const done = turns.each(["a", "b", "c", "d"], work.do).finally(() => {
    isOver = true;
  });
  const refused = expect(done).rejects.toThrow("of a");
  await expect.poll(() => work.begun).toEqual(["a", "b"]);
  work.end("a", new Error("of a"));
  // The turn that it had is another's now.
  const other = turns.each(["e"], work.do);
  await expect.poll(() => work.begun).toEqual(["a", "b", "e"]);
  expect(isOver).toBe(false);
  work.end("b", new Error("of b"));
  await refused;
  work.end("e");
  await other;
  expect(work.begun).toEqual(["a", "b", "e"]);
  expect(turns.waiting).toBe(0);
});
