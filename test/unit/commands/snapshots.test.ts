import { randomUUID } from 'node:crypto';
import { Allow } from 'class-validator';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  Event,
  EventHandler,
  inMemory,
  type Application,
  type Snapshot,
  type StorageProvider,
} from '../../../src/index.js';
import { applications } from '../../support/applications.js';
import { annalsErrorOf } from '../../support/errors.js';
import { latch } from '../../support/latch.js';
import { storageWith, withMethods } from '../../support/storage.js';
import { until } from '../../support/until.js';

@Event('step.taken')
class StepTaken {
  @Allow() at!: Date;
  @Allow() length!: number;
}

@Command('step.take')
class TakeStep {
  @AggregateId() walkId!: string;
  @Allow() steps!: number;
}

const start = applications();

/** The same aggregate, as it may be declared over the years. */
function walk(options: { every: number; version?: number }) {
  @Aggregate('walk', { snapshot: options })
  class Walk extends AggregateRoot {
    static folded = 0;
    private readonly lengths = new Map<string, number>();
    odd: unknown;

    @CommandHandler(TakeStep)
    take({ steps }: TakeStep) {
      for (let step = 0; step < steps; step++) this.apply(StepTaken, { at: new Date(step), length: step });
    }

    @EventHandler(StepTaken)
    onTaken({ at, length }: StepTaken) {
      Walk.folded++;
      this.lengths.set(at.toISOString(), (this.lengths.get(at.toISOString()) ?? 0) + length);
    }

    get distance() {
      return [...this.lengths.values()].reduce((sum, length) => sum + length, 0);
    }
  }
  return Walk;
}

/** Shows what is saved, and may hold it back or let it fail. */
class Saves {
  readonly saved: Snapshot[] = [];
  before: () => Promise<void> = () => Promise.resolve();

  storage(provider: StorageProvider = inMemory()): StorageProvider {
    return storageWith(
      ({ snapshots }) => ({
        snapshots: withMethods(snapshots, {
          save: async (snapshot) => {
            await this.before();
            await snapshots.save(snapshot);
            this.saved.push(snapshot);
          },
        }),
      }),
      provider,
    );
  }
}

describe('snapshots', () => {
  const walkId = randomUUID();
  const streamId = `walk-${walkId}`;
  let saves: Saves;
  let provider: StorageProvider;

  beforeEach(() => {
    saves = new Saves();
    provider = inMemory();
  });

  const startWalk = async (Walk = walk({ every: 3 }), liveAggregates = 0): Promise<Application> =>
    start({ components: [Walk, StepTaken], store: saves.storage(provider), liveAggregates, logger });
  const logger = { warn: jest.fn<undefined, string[]>() };
  beforeEach(() => logger.warn.mockReset());

  const take = (app: Application, steps = 1) => app.commands.dispatch(TakeStep, { walkId, steps });

  it.each([0, 10])('are written each so many events (liveAggregates: %p)', async (liveAggregates) => {
    const app = await startWalk(walk({ every: 3 }), liveAggregates);
    for (let step = 0; step < 10; step++) {
      await take(app);
      await until(() => saves.saved.length === Math.floor((step + 1) / 3));
    }
    expect(saves.saved.map(({ streamVersion }) => streamVersion)).toEqual([2, 5, 8]);
  });

  it('spare the next load the events before them', async () => {
    const Walk = walk({ every: 5 });
    const app = await startWalk(Walk);
    await take(app, 4);
    await take(app, 4);
    await until(() => saves.saved.length === 1);
    await take(app, 3);
    await app.close();
    const later = await startWalk(Walk);
    Walk.folded = 0;
    const loaded = await later.repository.load(Walk, walkId);
    expect(Walk.folded).toBe(3);
    expect(loaded).toMatchObject({ streamVersion: 10, distance: 6 + 6 + 3, isNew: false });
    expect(await take(later)).toMatchObject({ streamVersion: 11 });
  });

  it('do not delay the command, and are written before the application is closed', async () => {
    const app = await startWalk(walk({ every: 1 }));
    const held = latch();
    saves.before = () => held.opened;
    await take(app);
    const closing = app.close();
    expect(saves.saved).toEqual([]);
    held.open();
    await closing;
    expect(saves.saved).toHaveLength(1);
  });

  it('that cannot be stored or written are reported once, and nothing else', async () => {
    const Walk = walk({ every: 1 });
    const app = await startWalk(Walk);
    saves.before = () => Promise.reject(new Error('no room'));
    await take(app);
    await take(app);
    await until(() => logger.warn.mock.calls.length > 0);
    expect(logger.warn.mock.calls).toEqual([[expect.stringMatching(/Walk.*no room/)]]);
    expect(await take(app)).toMatchObject({ streamVersion: 2 });
  });

  it('of a state with strangers in it are reported with their place', async () => {
    class Stranger {}

    @Aggregate('walk', { snapshot: { every: 1 } })
    class Odd extends AggregateRoot {
      odd: unknown;

      @CommandHandler(TakeStep)
      take() {
        this.apply(StepTaken, { at: new Date(0), length: 1 });
      }

      @EventHandler(StepTaken)
      onTaken() {
        this.odd = [new Stranger()];
      }
    }
    const app = await start({ components: [Odd], store: saves.storage(provider), logger });
    for (let step = 0; step < 3; step++) await take(app);
    await until(() => logger.warn.mock.calls.length > 0);
    expect(logger.warn.mock.calls).toEqual([[expect.stringMatching(/Odd cannot.*\.odd\[0\].*classes.*toSnapshot/)]]);
  });

  it.each<[string, Partial<Snapshot>]>([
    ['of another version', { shape: '2 step.taken@1' }],
    ['that cannot be read', { state: 'garbage', streamVersion: 90 }],
    ['with a class that is gone', { state: '[["instance",1],[2,3],"Gone",{}]', streamVersion: 90 }],
    ['of another history', { eventId: 'other' }],
    ['that are ahead of the log', { streamVersion: 90, appendPosition: 90 }],
  ])('%s are passed over and replaced', async (_, change) => {
    const Walk = walk({ every: 3 });
    const app = await startWalk(Walk);
    await take(app, 3);
    await until(() => saves.saved.length === 1);
    const { snapshots } = await provider.open();
    const written = await snapshots.load(streamId);
    if (written === null) throw new Error('There is no snapshot.');
    await snapshots.discard(written);
    await snapshots.save({ ...written, ...change });
    expect(await app.repository.load(Walk, walkId)).toMatchObject({ streamVersion: 2, distance: 3 });
    await take(app, 1);
    await until(() => saves.saved.length === 2);
    expect(await snapshots.load(streamId)).toMatchObject({ streamVersion: 3, shape: written.shape });
  });

  it('serve a look into the past only where they are not later than it', async () => {
    const Walk = walk({ every: 3 });
    let minute = 0;
    provider = inMemory({ now: () => new Date(60_000 * ++minute) });
    const app = await startWalk(Walk);
    for (let step = 0; step < 5; step++) {
      await take(app, 2);
      await until(() => saves.saved.length === Math.floor((step + 1) / 2));
    }
    const events = await app.eventStore.readStream(streamId);
    for (const { streamPosition, createdAt } of events) {
      const at = await app.repository.load(Walk, walkId, { atPosition: streamPosition });
      expect(at).toMatchObject({ streamVersion: streamPosition, distance: Math.floor((streamPosition + 1) / 2) });
      const asOf = await app.repository.load(Walk, walkId, { asOf: createdAt });
      const last = events.findLast((event) => event.createdAt <= createdAt);
      expect(asOf.streamVersion).toBe(last?.streamPosition);
    }
    Walk.folded = 0;
    await app.repository.load(Walk, walkId, { atPosition: 9 });
    expect(Walk.folded).toBe(2);
    expect(await app.repository.load(Walk, walkId, { asOf: new Date(0) })).toMatchObject({ isNew: true });
  });

  it.each([
    [{ asOf: new Date(Number.NaN) }, 'asOf'],
    [{ asOf: 'yesterday' }, 'asOf'],
    [{ atPosition: -1 }, 'atPosition'],
    [{ atPosition: 1.5 }, 'atPosition'],
    [{ asOf: new Date(), atPosition: 1 }, 'asOf and atPosition'],
    ['yesterday', 'options'],
  ])('and what is no point in time is refused: %p', async (at, reason) => {
    const Walk = walk({ every: 3 });
    const app = await startWalk(Walk);
    const error = await annalsErrorOf(app.repository.load(Walk, walkId, at as never));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toContain(reason);
  });
});
