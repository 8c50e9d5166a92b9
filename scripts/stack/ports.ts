import { createServer, type Server } from "node:net";

/** A port that a part of the stack would like. */
export interface PortWish {
  /** The setting that names the port. */
  readonly setting: string;
  readonly port: number;
  /** Set by the environment, so no other will do. */
  readonly fixed: boolean;
}

// Below the range that systems hand out to outgoing connections.
const lowest = 20_000;
const highest = 31_999;

/** Listens on a port, which reserves it; `undefined` when it is taken. */
function reserve(port: number): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    server.listen({ host: "127.0.0.1", port, exclusive: true }, () => resolve(server.unref()));
  });
}

/**
 * Chooses ports, and holds each until the part that gets it starts, so that two stacks that start at the same time do
 * not choose the same.
 */
export class Ports {
  readonly #held = new Map<number, Server>();
  readonly #chosen = new Set<number>();

  /** The port wished for, or a free one in its place unless the wish is fixed. */
  async pick(wish: PortWish): Promise<number> {
    if (await this.#hold(wish.port)) {
      if (!wish.fixed) this.#chosen.add(wish.port);
      return wish.port;
    }
    if (wish.fixed) {
      throw new Error(
        `Port ${wish.port} (${wish.setting}) is taken by another program. ` +
          `Stop that one, or set ${wish.setting} to another port.`,
      );
    }
    return this.free();
  }

  /** Any free port, held until it is released. */
  async free(): Promise<number> {
    for (let attempt = 0; attempt < 1_000; attempt++) {
      const port = lowest + Math.floor(Math.random() * (highest - lowest + 1));
      if (await this.#hold(port)) {
        this.#chosen.add(port);
        return port;
      }
    }
    throw new Error(`No free TCP port was found on 127.0.0.1 between ${lowest} and ${highest}.`);
  }

  /** Any free port, for a caller that opens it at once. */
  async take(): Promise<number> {
    const port = await this.free();
    await this.release(port);
    return port;
  }

  /** Gives a port to whoever starts now. */
  async release(port: number): Promise<void> {
    const server = this.#held.get(port);
    this.#held.delete(port);
    if (server !== undefined) await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  async releaseAll(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((port) => this.release(port)));
  }

  /** Whether a port that was free when it was chosen is now somebody else's. For when our own parts have ended. */
  async lostOne(): Promise<boolean> {
    for (const port of this.#chosen) {
      if (!(await this.#hold(port))) return true;
      await this.release(port);
    }
    return false;
  }

  async #hold(port: number): Promise<boolean> {
    if (this.#held.has(port)) return false;
    const server = await reserve(port);
    if (server === undefined) return false;
    this.#held.set(port, server);
    return true;
  }
}
