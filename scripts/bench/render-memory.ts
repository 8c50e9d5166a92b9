import type { Order } from "./pipelines.ts";
import { renderOrder } from "./pipelines.ts";

/** What this process is sent: the request to render, and how often. */
export interface Load {
  readonly order: Order;
  readonly lanes: number;
  /** Whole requests that come first, all at full size: memory is highest then. */
  readonly whole: number;
  /** Requests after them, of some of the placements each, so that there can be many. */
  readonly more: number;
}

/** What it answers: bytes of resident memory, the most ever and after each of the later requests. */
export interface MemoryUse {
  readonly peak: number;
  readonly samples: readonly number[];
}

const placementsOfMore = 3;

/** A process that renders as the worker does, and tells how much memory that takes. */
process.once("message", async ({ order, lanes, whole, more }: Load) => {
  const samples: number[] = [];
  let next = 0;
  const lane = async () => {
    while (next < whole + more) {
      const request = next++;
      if (request < whole) {
        await renderOrder(order);
      } else {
        const variants = Array.from({ length: placementsOfMore }, (_, index) => {
          const at = (request * placementsOfMore + index) % order.variants.length;
          return order.variants[at] as Order["variants"][number];
        });
        await renderOrder({ ...order, variants });
        samples.push(process.memoryUsage().rss);
      }
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  process.send?.({ peak: process.resourceUsage().maxRSS * 1024, samples } satisfies MemoryUse, () =>
    process.exit(),
  );
});
