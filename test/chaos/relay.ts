import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Server,
  type Socket,
} from "node:net";

/** Where on the way of a call the relay holds it: before the service has it, before its answer goes on, after that. */
export type Moment = "request" | "answer" | "answered";

/** Catches the first call that it is meant for. */
export interface Trap {
  readonly caught: Promise<void>;
  /** Lets the call go on. One whose caller is dead goes nowhere: what was held before the service never gets there. */
  release(): void;
}

interface SetTrap {
  readonly moment: Moment;
  readonly wants: (method: string, path: string) => boolean;
  readonly spring: () => void;
  readonly released: Promise<void>;
}

/** Stands between the worker and the service that it pays: holds single calls, or is out of order. */
export class HttpRelay {
  /** While true, every connection is cut before the service hears of the call. */
  isDown = false;
  readonly #target: URL;
  readonly #traps = new Set<SetTrap>();
  readonly #server;

  private constructor(target: string) {
    this.#target = new URL(target);
    this.#server = createServer((incoming, response) => {
      this.#pass(incoming, response).catch(() => response.destroy());
    });
  }

  static async start(target: string): Promise<HttpRelay> {
    const relay = new HttpRelay(target);
    await listen(relay.#server);
    return relay;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Sets a trap for one call. */
  trap(moment: Moment, wants: SetTrap["wants"]): Trap {
    const caught = Promise.withResolvers<void>();
    const released = Promise.withResolvers<void>();
    const trap: SetTrap = { moment, wants, spring: caught.resolve, released: released.promise };
    this.#traps.add(trap);
    return {
      caught: caught.promise,
      release: () => {
        this.#traps.delete(trap);
        released.resolve();
      },
    };
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async #pass(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await read(incoming);
    if (this.isDown) {
      response.destroy();
      return;
    }
    const held = async (moment: Moment) => {
      const trap = [...this.#traps].find(
        (set) => set.moment === moment && set.wants(incoming.method ?? "", incoming.url ?? ""),
      );
      if (trap === undefined) return;
      this.#traps.delete(trap);
      trap.spring();
      await trap.released;
    };
    await held("request");
    if (response.destroyed) return;
    const answer = await this.#forward(incoming, body);
    await held("answer");
    response.writeHead(answer.status, answer.headers);
    await new Promise<void>((resolve) => {
      response.once("close", resolve);
      response.end(answer.body, resolve);
    });
    await held("answered");
  }

  #forward(incoming: IncomingMessage, body: Buffer) {
    type Answer = { status: number; headers: string[]; body: Buffer };
    return new Promise<Answer>((resolve, reject) => {
      const { hostname, port } = this.#target;
      const { method, url, headers } = incoming;
      const outgoing = httpRequest({ hostname, port, method, path: url, headers, agent: false }, (answer) => {
        read(answer).then(
          (data) => resolve({ status: answer.statusCode ?? 502, headers: answer.rawHeaders, body: data }),
          reject,
        );
      });
      outgoing.once("error", reject);
      outgoing.end(body);
    });
  }
}

/** Stands between the worker and the database, and can cut all its connections at once. */
export class TcpRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(port: number) {
    this.#server = createTcpServer((inside) => {
      const outside = connect(port, "127.0.0.1");
      for (const [socket, other] of [
        [inside, outside],
        [outside, inside],
      ] as const) {
        this.#sockets.add(socket);
        socket.on("error", () => other.destroy());
        socket.on("close", () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.pipe(other);
      }
    });
  }

  static async start(port: number): Promise<TcpRelay> {
    const relay = new TcpRelay(port);
    await listen(relay.#server);
    return relay;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resets every connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}

function listen(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
}

async function read(stream: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
