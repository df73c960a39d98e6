import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { latch, type Latch } from './latch.js';

/** A command of an append. */
type AppendCommand = keyof typeof appendCommands;

/** What becomes of the next command of its kind, and of the reply to it. */
type Plan = { readonly command: AppendCommand; readonly arrived: Latch } & (
  { readonly kind: 'hold'; readonly release: Latch } | { readonly kind: 'cut-request' | 'cut-reply' }
);

/** Stands between the driver and a real mongod, and does to the next insert into the log what a bad network does. */
export class MongoProxy {
  /** How many searches of the log came by. */
  finds = 0;
  #plan: Plan | undefined;
  #held: Plan | undefined;
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((client) => this.#serve(client));

  private constructor(private readonly target: { host: string; port: number }) {}

  static async start(uri: string): Promise<MongoProxy> {
    const { hostname, port } = new URL(uri);
    const proxy = new MongoProxy({ host: hostname, port: Number(port || 27_017) });
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get uri(): string {
    return `mongodb://127.0.0.1:${(this.#server.address() as AddressInfo).port}/?directConnection=true`;
  }

  /** Holds the next insert back. @returns when it is there, and what lets it go on */
  holdInsert(): { arrived: Promise<void>; release: () => void } {
    return this.hold('insert');
  }

  /** The same for the next command of a kind. */
  hold(command: AppendCommand): { arrived: Promise<void>; release: () => void } {
    const plan = { command, kind: 'hold', arrived: latch(), release: latch() } as const;
    this.#plan = plan;
    return { arrived: plan.arrived.opened, release: () => plan.release.open() };
  }

  /** Breaks the connection of the next insert: before it gets to the server, or after the server has done it. */
  cutInsert(where: 'cut-request' | 'cut-reply'): Promise<void> {
    return this.cut('insert', where);
  }

  /** The same for the next command of a kind. */
  cut(command: AppendCommand, where: 'cut-request' | 'cut-reply'): Promise<void> {
    const arrived = latch();
    this.#plan = { command, kind: where, arrived };
    return arrived.opened;
  }

  /** Breaks all connections. */
  cutAll(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#sockets.clear();
  }

  /** Lets go of what is held, and forgets what was planned: for the end of a test, also of one that failed. */
  relax(): void {
    if (this.#held?.kind === 'hold') this.#held.release.open();
    this.#plan = undefined;
  }

  async stop(): Promise<void> {
    this.cutAll();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(client: Socket): void {
    const server = connect(this.target);
    let isReplyCut = false;
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => other.destroy());
    }
    let done = Promise.resolve();
    onMessages(client, (message) => {
      if (message.includes(logFind)) this.finds++;
      const plan = this.#plan && message.includes(appendCommands[this.#plan.command]) ? this.#plan : undefined;
      if (plan !== undefined) {
        this.#held = plan;
        this.#plan = undefined;
      }
      done = done.then(async () => {
        plan?.arrived.open();
        if (plan?.kind === 'hold') await plan.release.opened;
        if (plan?.kind === 'cut-request') client.destroy();
        else server.write(message);
        isReplyCut ||= plan?.kind === 'cut-reply';
      });
    });
    onMessages(server, (message) => {
      if (isReplyCut) client.destroy();
      else client.write(message);
    });
  }
}

/** The first field of each command, such as `insert: 'events'`. */
const appendCommands = {
  reserve: Buffer.from('\x02findAndModify\0\x0a\0\0\0positions\0', 'latin1'),
  insert: Buffer.from('\x02insert\0\x07\0\0\0events\0', 'latin1'),
  commit: Buffer.from('\x10commitTransaction\0', 'latin1'),
};

const logFind = Buffer.from('\x02find\0\x07\0\0\0events\0', 'latin1');

/** A message of MongoDB's protocol begins with its length, in four bytes. */
function onMessages(socket: Socket, handle: (message: Buffer) => void): void {
  let rest = Buffer.alloc(0);
  socket.on('data', (piece) => {
    rest = Buffer.concat([rest, piece]);
    while (rest.length >= 4 && rest.length >= rest.readInt32LE(0)) {
      const length = rest.readInt32LE(0);
      handle(rest.subarray(0, length));
      rest = rest.subarray(length);
    }
  });
}
