import { createServer, type ListenOptions, type Server } from "node:net";
import { platform } from "node:process";

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

/** Listens at an address, which reserves it; `undefined` when it is taken. */
function reserve(address: ListenOptions): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE" || error.code === "EACCES") resolve(undefined);
      else reject(error);
    });
    server.listen({ ...address, exclusive: true }, () => resolve(server.unref()));
  });
}

function close(server: Server | undefined): Promise<void> {
  return new Promise((resolve) => (server === undefined ? resolve() : server.close(() => resolve())));
}

/**
 * Chooses ports. Each is held until the part that gets it starts. From then on, and also while a part that crashed is
 * started again, nobody may listen there for a moment: so each is claimed as well, under a name that all stacks of
 * this machine know.
 */
export class Ports {
  readonly #held = new Map<number, Server>();
  readonly #claims = new Map<number, Server>();
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

  /** Any free port, for a caller that opens it itself. */
  async take(): Promise<number> {
    const port = await this.free();
    await this.release(port);
    return port;
  }

  /** Lets the part whose port it is listen there. It stays taken for other stacks. */
  async release(port: number): Promise<void> {
    const server = this.#held.get(port);
    this.#held.delete(port);
    await close(server);
  }

  /** Gives all ports to whoever wants them. */
  async releaseAll(): Promise<void> {
    await Promise.all([...this.#held.keys()].map((port) => this.release(port)));
    await Promise.all([...this.#claims.keys()].map((port) => this.#disclaim(port)));
  }

  /** Whether a port that was free when it was chosen is now somebody else's. For when our own parts have ended. */
  async lostOne(): Promise<boolean> {
    try {
      for (const port of this.#chosen) if (!(await this.#hold(port))) return true;
      return false;
    } finally {
      await this.releaseAll();
    }
  }

  async #hold(port: number): Promise<boolean> {
    if (this.#held.has(port) || !(await this.#claim(port))) return false;
    const server = await reserve({ host: "127.0.0.1", port });
    if (server === undefined) {
      await this.#disclaim(port);
      return false;
    }
    this.#held.set(port, server);
    return true;
  }

  async #claim(port: number): Promise<boolean> {
    // Elsewhere a name would be a file that outlives its owner; there the port itself has to do.
    if (platform !== "linux" || this.#claims.has(port)) return true;
    const claim = await reserve({ path: `\0visual-pipeline/port/${port}` });
    if (claim === undefined) return false;
    this.#claims.set(port, claim);
    return true;
  }

  async #disclaim(port: number): Promise<void> {
    const claim = this.#claims.get(port);
    this.#claims.delete(port);
    await close(claim);
  }
}
