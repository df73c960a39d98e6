import { randomUUID } from 'node:crypto';
import { Allow } from 'class-validator';
import { Container, inject } from 'inversify';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  AppendOutcomeUnknownError,
  Command,
  CommandBus,
  CommandHandler,
  createEvent,
  decider,
  Event,
  EventHandler,
  inMemory,
  Repository,
  type Application,
  type ApplicationOptions,
  type StorageProvider,
} from '../../../src/index.js';
import {
  Account,
  DepositMoney,
  InsufficientFunds,
  OpenAccount,
  WithdrawMoney,
} from '../../../examples/bank/src/accounts/index.js';
import * as bank from '../../../examples/bank/src/components.js';
import { TransferMoney } from '../../../examples/bank/src/transfers/index.js';
import { LiveCache } from '../../../src/commands/live-cache.js';
import { applications } from '../../support/applications.js';
import { errorOf } from '../../support/errors.js';
import { latch } from '../../support/latch.js';
import { storageWith, withMethods } from '../../support/storage.js';

const accountId = randomUUID();
const other = randomUUID();
const start = applications();

/** Counts what an application asks of its event store. */
class Calls {
  reads = 0;
  appends = 0;

  storage(provider: StorageProvider = inMemory()): StorageProvider {
    return storageWith(
      ({ eventStore }) => ({
        eventStore: withMethods(eventStore, {
          appendToStream: (...args) => {
            this.appends++;
            return eventStore.appendToStream(...args);
          },
          appendToStreams: (...args) => {
            this.appends++;
            return eventStore.appendToStreams(...args);
          },
          readStream: (...args) => {
            this.reads++;
            return eventStore.readStream(...args);
          },
          streamPages: (...args) => {
            this.reads++;
            return eventStore.streamPages(...args);
          },
        }),
      }),
      provider,
    );
  }

  /** What was asked since the last look. */
  take(): { reads: number; appends: number } {
    const { reads, appends } = this;
    this.reads = this.appends = 0;
    return { reads, appends };
  }
}

@Event('tally.raised')
class TallyRaised {
  @AggregateId() tallyId!: string;
}

describe('the live cache', () => {
  let calls: Calls;

  const startBank = async (options: Partial<ApplicationOptions> = {}) => {
    calls = new Calls();
    const app = await start({ components: [bank], store: calls.storage(), ...options });
    await app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
    await app.commands.dispatch(DepositMoney, { accountId, amount: 10 });
    calls.take();
    return app;
  };

  it('lets an accepted command cost one append and no read', async () => {
    const app = await startBank();
    const receipt = await app.commands.dispatch(WithdrawMoney, { accountId, amount: 4 });
    expect(receipt).toMatchObject({ streamVersion: 2, attempts: 1 });
    expect(calls.take()).toEqual({ reads: 0, appends: 1 });
  });

  it('is not there with liveAggregates: 0', async () => {
    const app = await startBank({ liveAggregates: 0 });
    await app.commands.dispatch(WithdrawMoney, { accountId, amount: 4 });
    expect(calls.take()).toEqual({ reads: 1, appends: 1 });
  });

  it('keeps the aggregates that were used last', async () => {
    const app = await startBank({ liveAggregates: 2 });
    const many = Array.from({ length: 10 }, () => randomUUID());
    for (const id of many) await app.commands.dispatch(OpenAccount, { accountId: id, owner: 'Ada' });
    calls.take();
    await app.commands.dispatch(DepositMoney, { accountId: many.at(-1) ?? '', amount: 1 });
    expect(calls.take().reads).toBe(0);
    await app.commands.dispatch(DepositMoney, { accountId, amount: 1 });
    expect(calls.take().reads).toBe(1);
  });

  it('lets the commands of one process on one aggregate go in turn, without conflicts', async () => {
    const app = await startBank();
    const receipts = await Promise.all(
      Array.from({ length: 20 }, () => app.commands.dispatch(DepositMoney, { accountId, amount: 1 })),
    );
    expect(receipts.map(({ attempts }) => attempts)).toEqual(receipts.map(() => 1));
    expect(calls.take()).toEqual({ reads: 0, appends: 20 });
  });

  describe('with two processes on one database', () => {
    const startTwo = async () => {
      const provider = inMemory();
      calls = new Calls();
      const here = await start({ components: [bank], store: calls.storage(provider), retry: { attempts: 1 } });
      const there = await start({ components: [bank], store: provider });
      await here.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });
      await here.commands.dispatch(DepositMoney, { accountId, amount: 10 });
      calls.take();
      return { here, there };
    };

    it('accepts on the new state what it has begun on a stale one, which is no attempt of the caller', async () => {
      const { here, there } = await startTwo();
      await there.commands.dispatch(DepositMoney, { accountId, amount: 5 });
      const receipt = await here.commands.dispatch(WithdrawMoney, { accountId, amount: 10 });
      expect(receipt).toMatchObject({ streamVersion: 3, attempts: 2 });
      expect(calls.take()).toEqual({ reads: 1, appends: 2 });
      await here.commands.dispatch(WithdrawMoney, { accountId, amount: 5 });
      expect(calls.take()).toEqual({ reads: 0, appends: 1 });
    });

    it('accepts what the stale state would have refused', async () => {
      const { here, there } = await startTwo();
      await there.commands.dispatch(DepositMoney, { accountId, amount: 5 });
      const receipt = await here.commands.dispatch(WithdrawMoney, { accountId, amount: 15 });
      expect(receipt).toMatchObject({ streamVersion: 3, attempts: 2 });
    });

    it('refuses what the stale state would have accepted', async () => {
      const { here, there } = await startTwo();
      await there.commands.dispatch(WithdrawMoney, { accountId, amount: 5 });
      const error = await errorOf(here.commands.dispatch(WithdrawMoney, { accountId, amount: 10 }));
      expect(error).toBeInstanceOf(InsufficientFunds);
    });

    it('proves a refusal with one look, and keeps the aggregate', async () => {
      const { here } = await startTwo();
      for (let times = 0; times < 2; times++) {
        const error = await errorOf(here.commands.dispatch(WithdrawMoney, { accountId, amount: 11 }));
        expect(error).toBeInstanceOf(InsufficientFunds);
        expect(calls.take()).toEqual({ reads: 1, appends: 0 });
      }
      await here.commands.dispatch(WithdrawMoney, { accountId, amount: 10 });
      expect(calls.take()).toEqual({ reads: 0, appends: 1 });
    });

    it('commits several aggregates only on states that are true', async () => {
      const { here, there } = await startTwo();
      await here.commands.dispatch(OpenAccount, { accountId: other, owner: 'Grace' });
      await there.commands.dispatch(WithdrawMoney, { accountId, amount: 5 });
      calls.take();
      const transfer = (amount: number) =>
        here.commands.dispatch(TransferMoney, { from: accountId, to: other, amount });
      expect(await errorOf(transfer(10))).toBeInstanceOf(InsufficientFunds);
      expect((await transfer(5)).events).toHaveLength(2);
    });
  });
});

@Command('gate.pass')
class PassGate {
  @AggregateId() gateId!: string;
}

@Command('gate.close')
class CloseGate {
  @AggregateId() gateId!: string;
}

@Command('gate.note')
class NoteGate {
  @Allow() gateId!: string;
}

@Event('gate.passed')
class GatePassed {}

@Event('gate.closed')
class GateClosed {}

@Event('visit.noted')
class VisitNoted {}

/** Says nothing once it is closed. */
@Aggregate('gate')
class Gate extends AggregateRoot {
  passes = 0;
  isClosed = false;

  @CommandHandler(PassGate)
  pass() {
    if (!this.isClosed) this.apply(GatePassed, {});
  }

  @CommandHandler(CloseGate)
  close() {
    this.apply(GateClosed, {});
    if (this.passes > 2) throw new Error('too late');
  }

  @EventHandler(GatePassed)
  onPassed() {
    this.passes++;
  }

  @EventHandler(GateClosed)
  onClosed() {
    this.isClosed = true;
  }
}

@Aggregate('visits')
class Visits extends AggregateRoot {
  note() {
    this.apply(VisitNoted, {});
  }
}

/** Looks at one aggregate and changes another. */
@CommandHandler(NoteGate)
class NoteGateHandler {
  constructor(@inject(Repository) private readonly repository: Repository) {}

  async execute({ gateId }: NoteGate) {
    const gate = await this.repository.load(Gate, gateId);
    if (gate.isClosed) throw new Error('closed');
    (await this.repository.load(Visits, gateId)).note();
  }
}

describe('a command that an append does not prove', () => {
  const gateId = 'north';
  let here: Application;
  let there: Application;

  beforeEach(async () => {
    const components = [Gate, Visits, NoteGateHandler, VisitNoted];
    const store = inMemory();
    [here, there] = [await start({ components, store }), await start({ components, store })];
    await here.commands.dispatch(PassGate, { gateId });
  });

  it('that does nothing is decided on the state as it is, not as it was', async () => {
    await here.commands.dispatch(CloseGate, { gateId });
    expect(await here.commands.dispatch(PassGate, { gateId })).toMatchObject({ events: [], attempts: 1 });
    const cached = await here.commands.dispatch(PassGate, { gateId });
    expect(cached).toMatchObject({ events: [], streamVersion: 1 });
    await there.eventStore.appendToStream('gate-north', [createEvent(GatePassed, {})]);
    expect(await here.commands.dispatch(PassGate, { gateId })).toMatchObject({ streamVersion: 2, attempts: 2 });
  });

  it('that has only looked at an aggregate looks again before it commits', async () => {
    await here.commands.dispatch(NoteGate, { gateId });
    await there.commands.dispatch(CloseGate, { gateId });
    expect(await errorOf(here.commands.dispatch(NoteGate, { gateId }))).toMatchObject({ message: 'closed' });
    expect(await here.eventStore.readStream('visits-north')).toHaveLength(1);
  });

  it('that is refused after it has applied something leaves nothing of that behind', async () => {
    for (let pass = 0; pass < 2; pass++) await here.commands.dispatch(PassGate, { gateId });
    expect(await errorOf(here.commands.dispatch(CloseGate, { gateId }))).toMatchObject({ message: 'too late' });
    expect(await here.commands.dispatch(PassGate, { gateId })).toMatchObject({ streamVersion: 3 });
    expect(await here.repository.load(Gate, gateId)).toMatchObject({ passes: 4, isClosed: false });
  });
});

describe('an append whose outcome is not known', () => {
  it('is not decided again, for it may be there', async () => {
    let isAway = false;
    const store = storageWith(({ eventStore }) => ({
      eventStore: withMethods(eventStore, {
        appendToStream: async (streamId, ...rest) => {
          const result = await eventStore.appendToStream(streamId, ...rest);
          if (isAway) throw new AppendOutcomeUnknownError(streamId, []);
          return result;
        },
      }),
    }));
    const app = await start({ components: [Gate], store });
    await app.commands.dispatch(PassGate, { gateId: 'g' });
    isAway = true;
    const error = await errorOf(app.commands.dispatch(PassGate, { gateId: 'g' }));
    expect(error).toBeInstanceOf(AppendOutcomeUnknownError);
    expect(await app.eventStore.readStream('gate-g')).toHaveLength(2);
    isAway = false;
    await app.commands.dispatch(PassGate, { gateId: 'g' });
    expect(await app.repository.load(Gate, 'g')).toMatchObject({ passes: 3, streamVersion: 2 });
  });
});

@Command('gates.pass')
class PassGates {
  @Allow() gateIds!: string[];
}

@CommandHandler(PassGates)
class PassGatesHandler {
  constructor(@inject(Repository) private readonly repository: Repository) {}

  async execute({ gateIds }: PassGates) {
    const gates = await Promise.all(gateIds.map((gateId) => this.repository.load(Gate, gateId)));
    for (const gate of gates) gate.pass();
  }
}

describe('several aggregates that are loaded at the same time', () => {
  it('are stored in the order in which they were asked for', async () => {
    const held = latch();
    const store = storageWith(({ eventStore }) => ({
      eventStore: withMethods(eventStore, {
        async *streamPages(streamId, ...rest) {
          if (streamId === 'gate-a') await held.opened;
          else held.open();
          yield* eventStore.streamPages(streamId, ...rest);
        },
      }),
    }));
    const app = await start({ components: [Gate, PassGatesHandler], store });
    const passing = app.commands.dispatch(PassGates, { gateIds: ['a', 'b', 'c'] });
    expect((await passing).events.map(({ streamId }) => streamId)).toEqual(['gate-a', 'gate-b', 'gate-c']);
  });

  it('are left to others when one of them fails', async () => {
    const slow = latch();
    const store = storageWith(({ eventStore }) => ({
      eventStore: withMethods(eventStore, {
        async *streamPages(streamId, ...rest) {
          if (streamId === 'gate-broken') throw new Error('broken');
          await slow.opened;
          yield* eventStore.streamPages(streamId, ...rest);
        },
      }),
    }));
    const app = await start({ components: [Gate, PassGatesHandler], store });
    const error = await errorOf(app.commands.dispatch(PassGates, { gateIds: ['a', 'broken'] }));
    expect(error.message).toBe('broken');
    slow.open();
    expect(await app.commands.dispatch(PassGate, { gateId: 'a' })).toMatchObject({ attempts: 1, streamVersion: 0 });
  });
});

@Command('tally.raise')
class RaiseTally {
  @AggregateId() tallyId!: string;
}

const tally = decider({
  name: 'tally',
  commands: [RaiseTally],
  events: [TallyRaised],
  initialState: () => 0,
  decide: ({ tallyId }, count) => {
    if (count >= 3) throw new Error('full');
    return createEvent(TallyRaised, { tallyId });
  },
  evolve: (count) => count + 1,
});

describe('a decider in the live cache', () => {
  it('goes on from the state after its events', async () => {
    const calls = new Calls();
    const app = await start({ components: [tally], store: calls.storage() });
    for (let raised = 0; raised < 3; raised++) await app.commands.dispatch(RaiseTally, { tallyId: '1' });
    expect(calls.take()).toEqual({ reads: 1, appends: 3 });
    expect(await errorOf(app.commands.dispatch(RaiseTally, { tallyId: '1' }))).toMatchObject({ message: 'full' });
  });
});

describe('the same commandId again, on an aggregate in the cache', () => {
  it('does not fold its first events twice', async () => {
    const app = await start({ components: [Gate] });
    const pass = () => app.commands.dispatch(PassGate, { gateId: 'g' }, { commandId: 'p' });
    const first = await pass();
    await app.commands.dispatch(PassGate, { gateId: 'g' });
    expect(await pass()).toEqual(first);
    for (let again = 0; again < 2; again++) {
      expect(await app.commands.dispatch(PassGate, { gateId: 'g' })).toMatchObject({ streamVersion: 2 + again });
    }
  });
});

@Command('stuck.wait')
class Wait {
  @AggregateId() id!: string;
  @Allow() first!: boolean;
}

describe('an aggregate in the hands of a command that takes long', () => {
  it('does not hold up the next one for good, nor a command within the command', async () => {
    const held = latch();
    let inner = 0;

    @Aggregate('stuck')
    class Stuck extends AggregateRoot {
      constructor(@inject(CommandBus) readonly commands: CommandBus) {
        super();
      }

      @CommandHandler(Wait)
      async wait({ id, first }: Wait) {
        if (first && inner++ === 0) {
          await this.commands.dispatch(Wait, { id, first: false });
          await held.opened;
        }
        this.apply(GatePassed, {});
      }
    }

    const app = await start({ components: [Stuck, GatePassed] });
    const waiting = app.commands.dispatch(Wait, { id: '1', first: true });
    waiting.catch(() => undefined); // awaited below, where it fails the test
    expect((await app.commands.dispatch(Wait, { id: '1', first: false })).events).toHaveLength(1);
    held.open();
    expect((await waiting).attempts).toBe(2); // the others have appended before it
    expect(await app.eventStore.readStream('stuck-1')).toHaveLength(3);
  });
});

describe('the turns on a stream', () => {
  it('end with the one that has it: who took too long has nothing to give back', async () => {
    const cache = new LiveCache(10);
    const first = await cache.take('s', true);
    const second = await cache.take('s', true); // when the first one has had its time
    expect(await cache.take('s', false)).toBeUndefined();
    const waiting = Promise.resolve(cache.take('s', true));
    if (first !== undefined) cache.giveBack(first, undefined);
    expect(await cache.take('s', false)).toBeUndefined();
    if (second !== undefined) cache.giveBack(second, undefined);
    expect(await waiting).toMatchObject({ streamId: 's' });
    expect(await waiting).not.toBe(second);
  });
});

@Command('gate.compare')
class CompareGate {
  @AggregateId() gateId!: string;
}

/** Looks at an aggregate as it was, beside the aggregate as it is. */
@CommandHandler(CompareGate)
class CompareGateHandler {
  constructor(@inject(Repository) private readonly repository: Repository) {}

  async execute({ gateId }: CompareGate) {
    const then = await this.repository.load(Gate, gateId, { atPosition: 0 });
    then.pass();
    const now = await this.repository.load(Gate, gateId);
    if (now.passes > then.passes) now.pass();
  }
}

describe('an aggregate of the past, within a command', () => {
  it('is only looked at', async () => {
    const app = await start({ components: [Gate, CompareGateHandler] });
    for (let pass = 0; pass < 3; pass++) await app.commands.dispatch(PassGate, { gateId: 'g' });
    expect(await app.commands.dispatch(CompareGate, { gateId: 'g' })).toMatchObject({ streamVersion: 3 });
  });
});

describe('an aggregate whose constructor takes something', () => {
  class Clock {}

  const withClock = (options?: { cache: boolean }) => {
    @Aggregate('clocked', options)
    class Clocked extends AggregateRoot {
      constructor(@inject(Clock) readonly clock: Clock) {
        super();
      }

      @CommandHandler(PassGate)
      pass() {
        this.apply(GatePassed, {});
      }
    }
    return Clocked;
  };

  it.each([
    [undefined, 2],
    [{ cache: true }, 1],
  ])('is made anew for each command, unless %p', async (options, reads) => {
    const container = new Container();
    container.bind(Clock).toSelf().inRequestScope();
    const calls = new Calls();
    const app = await start({ components: [withClock(options), GatePassed], container, store: calls.storage() });
    await app.commands.dispatch(PassGate, { gateId: '1' });
    await app.commands.dispatch(PassGate, { gateId: '1' });
    expect(calls.take()).toEqual({ reads, appends: 2 });
  });

  it('needs no such care without parameters', async () => {
    const app = await start({ components: [Account] });
    expect(await app.repository.load(Account, accountId)).toMatchObject({ isNew: true });
  });
});
