import type { Storage } from '../../storage/index.js';
import { findSubscriptions, type ProcessFacts } from './subscription-facts.js';

/** A projection as it is kept, and who works on it. */
export interface ProjectionFacts {
  readonly name: string;
  /** `idle` where no process keeps it up to date. */
  readonly state: 'catching-up' | 'idle' | 'up-to-date';
  /** The global position that the read model contains, -1 at the start. */
  readonly position: number;
  readonly lag: number;
  readonly processes: readonly ProcessFacts[];
}

/** The projections that some application on the database has run, by name. */
export async function findProjections({
  eventStore,
  readModels,
  ...storage
}: Storage): Promise<readonly ProjectionFacts[]> {
  const found = await findSubscriptions({ eventStore, readModels, ...storage }, ['projection']);
  const head = await eventStore.headPosition();
  return Promise.all(
    found.map(async ({ name, state, processes }): Promise<ProjectionFacts> => {
      const position = await readModels.live(name).position();
      const lag = Math.max(0, head - position);
      return {
        name,
        state: state === 'idle' ? 'idle' : lag === 0 ? 'up-to-date' : 'catching-up',
        position,
        lag,
        processes,
      };
    }),
  );
}
