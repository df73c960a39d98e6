import { StorageError, ValidationError } from '../../../src/errors/index.js';
import { Command, currentMessage, Event, EventHandler, type RecordedEvent } from '../../../src/index.js';
import {
  CommandRefused,
  DeadlineHandler,
  ProcessManager,
  processSubscription,
  type Process,
} from '../../../src/process-managers/index.js';
import { hasHandled } from '../../../src/process-managers/event-part.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';
import { latch } from '../../support/latch.js';
import { withMethods } from '../../support/storage.js';
import { minutesAfterNoon, modelOf, noon, recorded, story, World } from './world.js';

class InsufficientFunds extends Error {}

const passing = () => new StorageError('STORE_UNAVAILABLE', 'away', { retryable: true });

@Event('thing.begun')
class Begun {
  thingId!: string;
}

@Event('thing.continued')
class Continued {
  thingId!: string;
  day?: string;
}

@Command('thing.do')
class DoThing {
  thingId!: string;
  n?: number;
}

const begun = (position: number, changes: Partial<RecordedEvent> = {}) =>
  recorded('thing.begun', { thingId: 'x' }, position, changes);

describe('an event', () => {
  it('leads to a state, commands and deadlines that are stored together, and then to the sending', async () => {
    const world = new World();
    world.failure = passing;
    await errorOf(world.runner.handle(story[0]!));
    expect(world.record).toMatchObject({
      version: 0,
      position: 3,
      state: { from: 'a', amount: 5, steps: ['transfer.requested'] },
      pending: [{ type: 'money.withdraw', properties: { accountId: 'a', amount: 5 }, eventId: 'event-3' }],
      deadlines: [{ name: 'payment', dueAt: minutesAfterNoon(30) }],
      startedAt: noon,
      completedAt: null,
    });
    world.failure = () => undefined;
    await world.runner.handle(story[0]!);
    expect(world.effects).toEqual(['money.withdraw {"accountId":"a","amount":5}']);
    expect(world.record).toMatchObject({ version: 1, pending: [], dueAt: minutesAfterNoon(30) });
  });

  it('hands on correlation, cause and metadata', async () => {
    const world = new World();
    await world.runner.handle(story[0]!);
    expect(world.sent).toMatchObject([{ correlationId: 'story', causationId: 'event-3', metadata: { user: 'ada' } }]);
    await world.runner.handle(recorded('transfer.withdrawn', { transferId: 't' }, 4, { metadata: {} }));
    expect(world.sent[1]).toMatchObject({ correlationId: 'event-4', causationId: 'event-4', metadata: {} });
  });

  it('is handled in the context of the message', async () => {
    const contexts: unknown[] = [];
    @ProcessManager('observing', { correlateBy: 'thingId', startsOn: [Begun] })
    class Observing {
      @EventHandler(Begun)
      async begun() {
        await Promise.resolve();
        contexts.push(currentMessage());
      }
    }
    await new World(modelOf(Observing)).runner.handle(begun(1));
    expect(contexts).toMatchObject([{ messageId: 'event-1', correlationId: 'story', metadata: { user: 'ada' } }]);
  });

  it('is handled once, however often it is delivered', async () => {
    const world = new World();
    for (const event of [...story.slice(0, 2), ...story, ...story]) await world.runner.handle(event);
    expect(world.record?.state).toEqual({
      from: 'a',
      amount: 5,
      steps: ['transfer.requested', 'withdrawn', 'deposited'],
    });
    expect(world.sent.map(({ type }) => type)).toEqual([
      'money.withdraw',
      'money.deposit',
      'owner.notify',
      'transfer.end',
    ]);
    expect(new Set(world.sent.map(({ commandId }) => commandId)).size).toBe(4);
  });

  it('that starts nothing is ignored where nothing runs, and so is all that comes after the completion', async () => {
    const world = new World();
    await world.runner.handle(story[1]!);
    expect(world.records.size).toBe(0);
    for (const event of story) await world.runner.handle(event);
    const { record } = world;
    expect(record).toMatchObject({ completedAt: noon, deadlines: [], dueAt: null, pending: [] });
    await world.runner.handle({ ...story[0]!, globalPosition: 9, eventId: 'event-9' });
    expect(world.record).toEqual(record);
    expect(world.sent).toHaveLength(4);
  });

  it('that could start an instance is handled as any other where one runs', async () => {
    const world = new World();
    await world.runner.handle(story[0]!);
    const again = recorded('transfer.requested', { transferId: 't', from: 'b', amount: 6 }, 5);
    await world.runner.handle(again);
    expect(world.record).toMatchObject({ state: { from: 'b', amount: 6 }, startedAt: noon, position: 5 });
  });

  it('whose handler throws leaves no trace, and begins with the same state again', async () => {
    let isFailing = true;
    @ProcessManager('failing', { correlateBy: 'thingId', startsOn: [Begun], initialState: { seen: [] } })
    class Failing {
      @EventHandler(Begun)
      begun(_: Begun, process: Process<{ seen: number[] }>, { globalPosition }: RecordedEvent) {
        process.state.seen.push(globalPosition);
        process.dispatch(DoThing, { thingId: 'x' });
        if (isFailing && globalPosition === 2) throw new RangeError('no');
      }
    }
    const world = new World(modelOf(Failing));
    await world.runner.handle(begun(1));
    expect(await errorOf(world.runner.handle(begun(2)))).toBeInstanceOf(RangeError);
    expect(world.records.get('failing/x')).toMatchObject({ state: { seen: [1] }, position: 1, pending: [] });
    isFailing = false;
    await world.runner.handle(begun(2));
    expect(world.records.get('failing/x')).toMatchObject({ state: { seen: [1, 2] }, position: 2 });
    await world.runner.handle(recorded('thing.begun', { thingId: 'y' }, 5));
    expect(world.records.get('failing/y')?.state).toEqual({ seen: [5] });
    expect(world.sent).toHaveLength(3);
  });

  it('that an upcaster has split is handled part by part, each once', async () => {
    @ProcessManager('split', { correlateBy: 'thingId', startsOn: [Begun], initialState: [] })
    class Split {
      @EventHandler(Begun)
      @EventHandler(Continued)
      any(event: Begun | Continued, process: Process<string[]>) {
        process.state.push(event instanceof Continued ? String(event.day) : 'begun');
        process.dispatch(DoThing, { thingId: 'x' });
      }
    }
    const world = new World(modelOf(Split));
    const parts = ['monday', 'tuesday'].map((day) =>
      recorded('thing.continued', { thingId: 'x', day }, 4, { metadata: { schemaVersion: 1 } }),
    );
    for (const event of [begun(4), parts[0]!, begun(4), ...parts, begun(4), ...parts]) await world.runner.handle(event);
    expect(world.records.get('split/x')?.state).toEqual(['begun', 'monday', 'tuesday']);
    expect(new Set(world.sent.map(({ commandId }) => commandId)).size).toBe(3);
  });

  it('that another release has read as another version is not handled again', async () => {
    const world = new World();
    await world.runner.handle(story[0]!);
    const upcast = { ...story[0]!, metadata: { schemaVersion: 2 }, data: { transferId: 't', from: 'b', amount: 6 } };
    expect(hasHandled(world.record!, upcast)).toBe(true);
    expect(hasHandled(world.record!, { ...upcast, type: 'transfer.other' })).toBe(false);
  });

  it('gives its commands the same ids in every process', async () => {
    const [one, other] = [new World(), new World()];
    for (const world of [one, other]) for (const event of story) await world.runner.handle(event);
    expect(one.sent).toEqual(other.sent);
  });

  it.each([
    ['missing', {}],
    ['empty', { transferId: '' }],
    ['no text', { transferId: 7 }],
    ['ill-formed', { transferId: '\ud800' }],
    ['too long', { transferId: 'x'.repeat(501) }],
  ])('whose correlation value is %s fails with all names', async (_, data) => {
    const event = recorded('transfer.withdrawn', data, 4);
    const world = new World();
    const error = await annalsErrorOf(world.runner.handle(event));
    expect(error.code).toBe('INVALID_EVENT');
    expect(error.message).toMatch(/TransferProcess.*'transfer\.withdrawn'.*'transferId'/);
    const { laneOf } = processSubscription(world.runner);
    expect(laneOf?.(event)).toBe('transfer-1');
    await world.runner.discarded(event);
  });

  it('may be correlated by a function, which may leave it out', async () => {
    const seen: string[] = [];
    @ProcessManager('chosen', {
      correlateBy: (event: Begun, { streamId }) => (event.thingId === 'x' ? streamId : undefined),
      startsOn: [Begun],
    })
    class Chosen {
      @EventHandler(Begun)
      begun(_: Begun, process: Process) {
        seen.push(process.id);
      }
    }
    const world = new World(modelOf(Chosen));
    await world.runner.handle(begun(1, { streamId: 'thing-x' }));
    await world.runner.handle(recorded('thing.begun', { thingId: 'y' }, 2));
    expect(seen).toEqual(['thing-x']);
    expect(processSubscription(world.runner).laneOf?.(recorded('thing.begun', { thingId: 'y' }, 2))).toBeUndefined();
  });

  it('that takes too long takes no step more', async () => {
    const world = new World();
    const controller = new AbortController();
    world.failure = () => {
      controller.abort(new RangeError('too late'));
      return undefined;
    };
    const error = await errorOf(world.runner.handle(story[0]!, controller.signal));
    expect(error.message).toBe('too late');
    expect(world.record?.pending).toHaveLength(1);
    await errorOf(world.runner.handle(story[1]!, controller.signal));
    expect(world.sent).toHaveLength(1);
  });
});

describe('what a handler does', () => {
  const handling = async (handle: (process: Process) => unknown) => {
    @ProcessManager('odd', { correlateBy: 'thingId', startsOn: [Begun] })
    class Odd {
      @EventHandler(Begun)
      begun(_: Begun, process: Process) {
        return handle(process);
      }

      @DeadlineHandler('known')
      known() {
        // Only set here.
      }
    }
    const world = new World(modelOf(Odd));
    await world.runner.handle(begun(1));
    return world.records.get('odd/x');
  };

  it.each<[string, string, RegExp, (process: Process) => unknown]>([
    [
      'a deadline without a handler',
      'INVALID_DECLARATION',
      /Odd.*@DeadlineHandler\('other'\)/,
      (p) => p.setDeadline('other', { after: 1 }),
    ],
    ['a moment that is none', 'INVALID_OPTION', /Odd.*'known'/, (p) => p.setDeadline('known', { at: new Date(NaN) })],
    ['a delay below 0', 'INVALID_OPTION', /'known'/, (p) => p.setDeadline('known', { after: -1 })],
    ['a delay without end', 'INVALID_OPTION', /'known'/, (p) => p.setDeadline('known', { after: Infinity })],
    ['no moment', 'INVALID_OPTION', /'known'/, (p) => p.setDeadline('known', {} as never)],
    ['both moments', 'INVALID_OPTION', /'known'/, (p) => p.setDeadline('known', { after: 1, at: noon })],
    ['a command that is none', 'DECORATOR_MISSING', /Odd.*Begun.*@Command/, (p) => p.dispatch(Begun, { thingId: 'x' })],
    ['a command without properties', 'INVALID_OPTION', /'thing\.do'/, (p) => p.dispatch(DoThing, undefined as never)],
    [
      'a command that cannot be kept',
      'UNSTORABLE_DATA',
      /thing\.do\.n/,
      (p) => p.dispatch(DoThing, { thingId: 'x', n: (() => 1) as never }),
    ],
    [
      'metadata that cannot be kept',
      'UNSTORABLE_DATA',
      /metadata of thing\.do\.f/,
      (p) => p.dispatch(DoThing, { thingId: 'x' }, { metadata: { f: () => 1 } }),
    ],
    [
      'a state that cannot be kept',
      'UNSTORABLE_DATA',
      /odd\[x\]\.state\.at\[0\]/,
      (p) => (p.state = { at: [new Map()] }),
    ],
  ])('is refused: %s', async (_, code, message, handle) => {
    const error = await annalsErrorOf(handling(handle));
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
  });

  it('is refused when the handler has ended', async () => {
    let left: Process | undefined;
    await handling((process) => {
      left = process;
    });
    for (const call of [
      () => left?.dispatch(DoThing, { thingId: 'x' }),
      () => left?.setDeadline('known', { after: 1 }),
      () => left?.cancelDeadline('known'),
      () => left?.complete(),
    ]) {
      expect((await annalsErrorOf(call)).message).toMatch(/Odd.*ended/);
    }
  });

  it('may set deadlines, which are kept in their order and replaced by name', async () => {
    const record = await handling((process) => {
      process.setDeadline('known', { at: minutesAfterNoon(9) });
      process.setDeadline('known', { after: 0 });
      process.cancelDeadline('never set');
    });
    expect(record).toMatchObject({ deadlines: [{ name: 'known', dueAt: noon }], dueAt: noon });
  });

  it('shares nothing with what is kept', async () => {
    const properties = { thingId: 'x', list: [1] };
    const state = [1];
    @ProcessManager('sharing', { correlateBy: 'thingId', startsOn: [Begun] })
    class Sharing {
      @EventHandler(Begun)
      begun(_: Begun, process: Process<number[]>) {
        process.state = state;
        process.dispatch(DoThing, properties);
        properties.list.push(2);
      }
    }
    const world = new World(modelOf(Sharing));
    await world.runner.handle(begun(1));
    state.push(2);
    expect(world.sent).toMatchObject([{ properties: { list: [1] } }]);
    expect(world.records.get('sharing/x')?.state).toEqual([1]);
  });
});

describe('a refusal', () => {
  it('is handled in a step of its own, which takes the place of the command', async () => {
    const world = new World();
    world.failure = ({ type }) => (type === 'money.withdraw' ? new InsufficientFunds('only 3') : undefined);
    await world.runner.handle(story[0]!);
    expect(world.record).toMatchObject({
      state: { steps: ['transfer.requested', 'refused 5: InsufficientFunds only 3'] },
      pending: [],
      completedAt: noon,
      deadlines: [],
    });
    expect(world.sent).toMatchObject([
      { type: 'transfer.end', correlationId: 'story', metadata: { user: 'ada' }, eventId: 'event-3' },
    ]);
    expect(world.sent[0]?.causationId).not.toBe('event-3');
  });

  it('goes on with the commands behind it, and then with its own', async () => {
    @ProcessManager('several', { correlateBy: 'thingId', startsOn: [Begun] })
    class Several {
      @EventHandler(Begun)
      begun(_: Begun, process: Process) {
        for (const n of [1, 2, 3]) process.dispatch(DoThing, { thingId: 'x', n });
      }

      @CommandRefused(DoThing)
      refused(_: object, process: Process) {
        process.dispatch(DoThing, { thingId: 'x', n: 4 });
      }
    }
    const world = new World(modelOf(Several));
    world.failure = ({ properties: { n } }) => (n === 2 ? new ValidationError('thing.do', []) : undefined);
    await world.runner.handle(begun(1));
    expect(world.sent.map(({ properties: { n } }) => n)).toEqual([1, 3, 4]);
  });

  it.each<[string, Error]>([
    ['a failure that may pass', passing()],
    ['a closed store', new StorageError('STORE_CLOSED', 'closed')],
    ['what says itself that it may pass', Object.assign(new Error('busy'), { retryable: true })],
  ])('is not %s', async (_, failure) => {
    const world = new World();
    world.failure = () => failure;
    await expect(world.runner.handle(story[0]!)).rejects.toBe(failure);
    expect(world.record).toMatchObject({
      pending: [{ type: 'money.withdraw' }],
      state: { steps: ['transfer.requested'] },
    });
  });

  it('that nobody handles is a failure; what is sent before it is not sent again', async () => {
    const world = new World();
    await world.runner.handle(story[0]!);
    world.failure = ({ type }) => (type === 'owner.notify' ? new InsufficientFunds() : undefined);
    for (let attempt = 0; attempt < 3; attempt++) {
      expect(await errorOf(world.runner.handle(story[1]!))).toBeInstanceOf(InsufficientFunds);
    }
    expect(world.sent.map(({ type }) => type)).toEqual(['money.withdraw', 'money.deposit']);
    expect(world.record?.pending).toMatchObject([{ type: 'owner.notify' }]);
    await world.runner.discarded(story[0]!);
    expect(world.record?.pending).toHaveLength(1);
    await world.runner.discarded(story[1]!);
    expect(world.record).toMatchObject({ pending: [], position: 4 });
    await world.runner.handle(story[2]!);
    expect(world.record?.completedAt).toEqual(noon);
  });
});

describe('another process that comes between', () => {
  it('and whose instance does not show yet is not passed over', async () => {
    const world = new World(undefined, (store) =>
      withMethods(store, {
        load: (manager, id, isCertain) => (isCertain === true ? store.load(manager, id) : Promise.resolve(null)),
      }),
    );
    await world.runner.handle(story[0]!);
    await world.runner.handle(story[1]!);
    expect(world.record).toMatchObject({ position: 4 });
    await world.runner.handle(story[2]!);
    expect(world.record).toMatchObject({ completedAt: noon });
  });

  it('makes the step begin again on what it has stored', async () => {
    const arrived = latch();
    const release = latch();
    let isHeld = false;
    const world = new World(undefined, (store) =>
      withMethods(store, {
        save: async (record, version) => {
          if (record.position === 4 && !isHeld) {
            isHeld = true;
            arrived.open();
            await release.opened;
          }
          return store.save(record, version);
        },
      }),
    );
    await world.runner.handle(story[0]!);
    const slow = world.runner.handle(story[1]!);
    await arrived.opened;
    for (const event of story.slice(1)) await world.runner.handle(event);
    release.open();
    await slow;
    expect(world.record?.state).toMatchObject({ steps: ['transfer.requested', 'withdrawn', 'deposited'] });
    expect(world.effects).toHaveLength(4);
    expect(world.sent).toHaveLength(4);
  });

  it('and both send the same ids', async () => {
    const world = new World();
    await Promise.all([0, 1, 2, 3].map(() => world.runner.handle(story[0]!)));
    expect(world.effects).toEqual(['money.withdraw {"accountId":"a","amount":5}']);
    expect(world.record).toMatchObject({ position: 3, pending: [], state: { steps: ['transfer.requested'] } });
  });
});
