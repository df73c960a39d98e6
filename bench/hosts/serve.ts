import type { BenchStore, StorePlace } from '../stores/bench-store.js';

/** Work that a host process does on its store when it is asked to. */
export type Task<Store extends BenchStore, Parameters, Result> = (
  store: Store,
  parameters: Parameters,
) => Promise<Result>;

/** What a host process is asked for. */
export interface Request {
  readonly task: string;
  readonly parameters: unknown;
}

/** What a host process answers, and `'ready'` once before. */
export type Answer = { readonly result: unknown } | { readonly error: string };

/**
 * Makes this process the host of a contender: it opens the store at the place that its arguments name, then does one
 * task after the other, and ends with its parent.
 */
export async function serve<Store extends BenchStore>(
  open: (place: StorePlace) => Promise<Store>,
  tasks: Readonly<Record<string, Task<Store, never, unknown>>>,
): Promise<void> {
  const [uri = '', database = ''] = process.argv.slice(2);
  process.once('disconnect', () => process.exit());
  if (!process.connected) process.exit(); // the parent ended before there was a listener
  const store = await open({ uri, database });

  const perform = async ({ task, parameters }: Request): Promise<Answer> => {
    try {
      const work = tasks[task];
      if (work === undefined) throw new Error(`This host has no task '${task}'.`);
      return { result: await work(store, parameters as never) };
    } catch (error) {
      return { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    }
  };
  process.on('message', (request: Request) => {
    void perform(request).then((answer) => process.send?.(answer));
  });
  process.send?.('ready');
}
