import { expect, test } from "vitest";
import { inLanes } from "../../worker/lanes.ts";

test("some are under way at a time, begun in their order", async () => {
  const begun: number[] = [];
  const waiting: (() => void)[] = [];
  const done = inLanes([1, 2, 3, 4, 5], 2, (item) => {
    begun.push(item);
    return new Promise<void>((resolve) => waiting.push(resolve));
  });
  for (const expected of [
    [1, 2],
    [1, 2, 3],
    [1, 2, 3, 4],
    [1, 2, 3, 4, 5],
  ]) {
    await expect.poll(() => begun).toEqual(expected);
    waiting.shift()?.();
  }
  waiting.shift()?.();
  await done;
});

test("after a fault no other is begun, and what is under way is waited for", async () => {
  const begun: number[] = [];
  let finish = () => {};
  let isOver = false;
  const done = inLanes([1, 2, 3, 4], 2, (item) => {
    begun.push(item);
    if (item === 1) return Promise.reject(new Error("one"));
    return new Promise<void>((resolve) => {
      finish = resolve;
    });
  }).finally(() => {
    isOver = true;
  });
  const refused = expect(done).rejects.toThrow("one");
  await expect.poll(() => begun).toEqual([1, 2]);
  expect(isOver).toBe(false);
  finish();
  await refused;
  expect(begun).toEqual([1, 2]);
});
