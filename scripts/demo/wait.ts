import { setTimeout as delay } from "node:timers/promises";

/**
 * Asks again and again until there is an answer.
 * @param what names what is waited for, in the error when the time is over
 * @param ask answers undefined for not yet
 */
export async function waitFor<T>(
  what: string,
  seconds: number,
  ask: () => Promise<T | undefined>,
  describe: () => string = () => "",
): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (performance.now() > deadline)
      throw new Error([`${what} took more than ${seconds} s.`, describe()].filter(Boolean).join(" "));
    await delay(120);
  }
}
