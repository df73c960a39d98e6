import { Host } from './hosts/host.js';
import { emmettVersion } from './hosts/peers.js';
import type { StorePlace } from './stores/bench-store.js';

const kinds = {
  raw: { label: 'raw driver', entry: 'hosts/raw.ts' },
  /** Where streams are read or versions are checked. */
  'raw-indexed': { label: 'raw driver', entry: 'hosts/raw-indexed.ts' },
  annals: { label: 'Annals', entry: 'hosts/annals.ts' },
  emmett: { label: 'emmett-mongodb', entry: 'peers/emmett.ts' },
};

export type Kind = keyof typeof kinds;

export const rawDriver = kinds.raw.label;
export const annals = kinds.annals.label;
export const emmett = kinds.emmett.label;

export interface StageOptions extends StorePlace {
  readonly quick: boolean;
  /** The event log to replay through commands, if one was named. */
  readonly log: string | undefined;
}

/** Where one workload plays: its database, the processes that it has started, and how large it shall be. */
export class Stage {
  readonly place: StorePlace;
  readonly log: string | undefined;
  readonly #quick: boolean;
  readonly #hosts: Host[] = [];
  readonly #closers: (() => Promise<void>)[] = [];

  constructor({ uri, database, quick, log }: StageOptions) {
    this.place = { uri, database };
    this.#quick = quick;
    this.log = log;
  }

  /** A size: the first one, or with `--quick` the second. */
  size(full: number, quick: number): number {
    return this.#quick ? quick : full;
  }

  /** Starts a contender; each kind has a database of its own. */
  async host(kind: Kind, { uri, database } = this.place): Promise<Host> {
    const { label, entry } = kinds[kind];
    const place = { uri, database: `${database}_${kind}` };
    const host = await Host.start(label, new URL(entry, import.meta.url), place);
    this.#hosts.push(host);
    return host;
  }

  /** Starts contenders side by side, without those that are not installed. */
  async hosts(...wanted: readonly Kind[]): Promise<readonly Host[]> {
    const installed = wanted.filter((kind) => kind !== 'emmett' || emmettVersion() !== undefined);
    return Promise.all(installed.map((kind) => this.host(kind)));
  }

  /** Starts so many processes of one contender, on one database. */
  async crew(kind: Kind, size: number): Promise<readonly Host[]> {
    const [first] = await this.hosts(kind);
    if (first === undefined) return [];
    // The first one has made collections and indexes; the others need not race for them.
    return [first, ...(await Promise.all(Array.from({ length: size - 1 }, () => this.host(kind))))];
  }

  /** Ends a host before the end of the workload. */
  async release(host: Host): Promise<void> {
    await host.stop();
    this.#hosts.splice(this.#hosts.indexOf(host), 1);
  }

  /** Has something done at the end of the workload, when its processes have ended; the last one that was named first. */
  onClose(closer: () => Promise<void>): void {
    this.#closers.unshift(closer);
  }

  async close(): Promise<void> {
    await Promise.all(this.#hosts.map((host) => host.stop()));
    for (const closer of this.#closers) await closer();
  }
}
