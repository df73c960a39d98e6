import fc from 'fast-check';
import type { ProcessRecord } from '../../../src/process-managers/index.js';
import { withMethods } from '../../support/storage.js';
import { minutesAfterNoon, story, World } from './world.js';

class Crash extends Error {
  readonly retryable = true;
}

/** Dies at the calls with these numbers, before or after doing what it is asked. */
class Mortal {
  calls = 0;

  constructor(private readonly deaths: ReadonlyMap<number, 'after' | 'before'>) {}

  async call<T>(work: () => Promise<T>): Promise<T> {
    const death = this.deaths.get(this.calls++);
    if (death === 'before') throw new Crash();
    const result = await work();
    if (death === 'after') throw new Crash();
    return result;
  }
}

function mortalWorld(deaths: ReadonlyMap<number, 'after' | 'before'>): { world: World; mortal: Mortal } {
  const mortal = new Mortal(deaths);
  const world = new World(undefined, (store) =>
    withMethods(store, {
      load: (...args) => mortal.call(() => store.load(...args)),
      save: (record, version) => mortal.call(() => store.save(record, version)),
    }),
  );
  const send = world.send.bind(world);
  world.send = (command) => mortal.call(() => send(command));
  return { world, mortal };
}

/** What happens, as the engine would have it: again and again until it is done. */
type Happening = (world: World) => Promise<void>;

const deliver =
  (index: number): Happening =>
  (world) =>
    world.runner.handle(story[index]!);
const wait =
  (minutes: number): Happening =>
  (world) =>
    world.runner.attend('t', minutesAfterNoon(minutes));

async function live(
  world: World,
  happenings: readonly Happening[],
  restartAt = (index: number) => index,
): Promise<void> {
  for (let index = 0, restarts = 0; index < happenings.length;) {
    try {
      await happenings[index]!(world);
      index++;
    } catch (error) {
      if (!(error instanceof Crash) || ++restarts > 100) throw error;
      index = restartAt(index);
    }
  }
}

function resultOf(world: World): { effects: readonly string[]; record: Partial<ProcessRecord> } {
  const { version: _, ...record } = world.record!;
  return { effects: world.effects, record };
}

const histories: readonly (readonly [string, readonly Happening[]])[] = [
  ['that ends well', [deliver(0), deliver(1), wait(12), deliver(2)]],
  ['that ends late', [deliver(0), deliver(1), wait(31), deliver(2)]],
  ['that is late at once', [deliver(0), wait(29), wait(30), wait(40)]],
];

describe.each(histories)('a process %s', (_, happenings) => {
  it.each(['before', 'after'] as const)('comes to the same end when it dies %s any call', async (death) => {
    const { world: undisturbed, mortal } = mortalWorld(new Map());
    await live(undisturbed, happenings);
    const expected = resultOf(undisturbed);
    expect(expected.effects.length).toBeGreaterThan(1);
    expect(mortal.calls).toBeGreaterThan(8);
    for (let call = 0; call < mortal.calls; call++) {
      const { world } = mortalWorld(new Map([[call, death]]));
      await live(world, happenings);
      expect({ call, ...resultOf(world) }).toEqual({ call, ...expected });
    }
  });
});

it('comes to the same end wherever it dies, however often, and from wherever it is begun again', async () => {
  const deaths = fc.dictionary(fc.nat(40).map(String), fc.constantFrom('before' as const, 'after' as const), {
    maxKeys: 8,
  });
  // Events may come again from any earlier one; time only goes on.
  const back = fc.infiniteStream(fc.nat(3));
  await fc.assert(
    fc.asyncProperty(deaths, back, fc.constantFrom(...histories), async (given, steps, [, happenings]) => {
      const { world: undisturbed } = mortalWorld(new Map());
      await live(undisturbed, happenings);
      const { world } = mortalWorld(new Map(Object.entries(given).map(([call, death]) => [Number(call), death])));
      await live(world, happenings, (index) => {
        const [step = 0] = steps.take(1);
        return happenings.slice(index - step, index + 1).length === step + 1 && index >= step ? index - step : index;
      });
      expect(resultOf(world)).toEqual(resultOf(undisturbed));
    }),
    { verbose: true },
  );
});

it('handles each event once in whatever order they come and are repeated', async () => {
  const order = fc.array(fc.nat(story.length - 1), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(order, async (indexes) => {
      const world = new World();
      for (const index of indexes) await world.runner.handle(story[index]!);
      const started = indexes.indexOf(0);
      // Only what comes later in the log than all before it counts; a delivery of something older is a repetition.
      const counted =
        started === -1
          ? []
          : indexes.slice(started).filter((index, at, all) => all.slice(0, at).every((one) => one < index));
      const names = ['transfer.requested', 'withdrawn', 'deposited'];
      expect((world.record?.state as { steps: string[] } | undefined)?.steps ?? []).toEqual(
        counted.map((index) => names[index]),
      );
      expect(world.sent.map(({ commandId }) => commandId)).toEqual([
        ...new Set(world.sent.map(({ commandId }) => commandId)),
      ]);
    }),
    { verbose: true },
  );
});
