import { randomUUID } from 'node:crypto';
import { inject } from 'inversify';
import {
  EventHandler,
  InvalidArgumentError,
  Projection,
  ProjectionBehindError,
  Query,
  QueryFailedError,
  QueryHandler,
  readModel,
  type Application,
  type AskOptions,
  type ReadModel,
  type ReadModelReader,
} from '../../../src/index.js';
import { AccountOpened, DepositMoney, GetAccount, OpenAccount } from '../../../examples/bank/src/accounts/index.js';
import * as bank from '../../../examples/bank/src/components.js';
import { applications } from '../../support/applications.js';
import { annalsErrorOf } from '../../support/errors.js';
import { latch, type Latch } from '../../support/latch.js';
import { until } from '../../support/until.js';

const accountId = randomUUID();
let gate: Latch;

// Before the applications are closed: Jest runs these in the order of their registration.
afterEach(() => gate.open());

const start = applications();

class Fail extends Query<never> {}
class FailWithOurs extends Query<never> {}
class Unanswered extends Query<number> {}
class CountOwners extends Query<number> {}
class AskAnother extends Query<number> {}

const cause = new Error('no paper left');
const ours = new InvalidArgumentError('INVALID_OPTION', 'ours');

@QueryHandler(Fail)
class FailHandler {
  execute(): never {
    throw cause;
  }
}

@QueryHandler(FailWithOurs)
class FailWithOursHandler {
  async execute(): Promise<never> {
    throw ours;
  }
}

/** A projection that tests hold back. */
@Projection('owners')
class Owners {
  @EventHandler(AccountOpened)
  async opened(event: AccountOpened, view: ReadModel<{ owner: string }>) {
    await gate.opened;
    view.set(event.owner, { owner: event.owner });
  }
}

@QueryHandler(CountOwners)
class CountOwnersHandler {
  constructor(@inject(readModel('owners')) private readonly owners: ReadModelReader<{ owner: string }>) {}

  execute() {
    return this.owners.count();
  }
}

@QueryHandler(AskAnother)
class AskAnotherHandler {
  execute() {
    return app.queries.ask(CountOwners, {});
  }
}

let app: Application;

beforeEach(async () => {
  gate = latch();
  app = await start({
    components: [
      bank.accounts,
      FailHandler,
      FailWithOursHandler,
      Owners,
      CountOwnersHandler,
      AskAnotherHandler,
    ] as object[],
  });
});

const open = () => app.commands.dispatch(OpenAccount, { accountId, owner: 'Ada' });

describe('ask', () => {
  it('answers what the handler answers, for properties and for an instance', async () => {
    const after = await open();
    const query = Object.assign(new GetAccount(), { accountId });
    expect(await app.queries.ask(GetAccount, { accountId }, { after })).toEqual({
      owner: 'Ada',
      balance: 0,
      movements: 0,
    });
    expect(await app.queries.ask(query, { after })).toEqual({ owner: 'Ada', balance: 0, movements: 0 });
    expect(await app.queries.ask(GetAccount, { accountId: randomUUID() }, { after })).toBeNull();
  });

  it.each<[string, readonly unknown[], string]>([
    ['a class that is no query', [OpenAccount, {}], 'UNKNOWN_QUERY'],
    ['a name', ['GetAccount', {}], 'UNKNOWN_QUERY'],
    ['undefined', [undefined], 'UNKNOWN_QUERY'],
    ['null', [null], 'UNKNOWN_QUERY'],
    ['plain properties', [{ accountId }], 'UNKNOWN_QUERY'],
    ['a query that nothing answers', [Unanswered, {}], 'HANDLER_MISSING'],
    ['no properties', [GetAccount], 'VALIDATION_FAILED'],
    ['a property that breaks its rules', [GetAccount, { accountId: { $gt: '' } }], 'VALIDATION_FAILED'],
    ['an unknown property', [CountOwners, { all: true }], 'VALIDATION_FAILED'],
  ])('refuses %s with one clear error', async (_, args, code) => {
    const ask = app.queries.ask.bind(app.queries) as unknown as (...args: unknown[]) => Promise<unknown>;
    expect((await annalsErrorOf(ask(...args))).code).toBe(code);
  });

  it('wraps what a handler throws, with the error itself as the cause', async () => {
    const error = await annalsErrorOf(app.queries.ask(Fail, {}));
    expect(error).toBeInstanceOf(QueryFailedError);
    expect(error).toMatchObject({ code: 'QUERY_FAILED', query: 'Fail', handler: 'FailHandler' });
    expect(error.message).toMatch(/FailHandler.*Fail.*no paper left/);
    expect(error.cause).toBe(cause);
  });

  it("passes an error of Annals' own as it is", async () => {
    expect(await annalsErrorOf(app.queries.ask(FailWithOurs, {}))).toBe(ours);
  });
});

describe('ask after a receipt', () => {
  it('waits until the read models that the handler reads contain it', async () => {
    const after = await open();
    let answer: number | undefined;
    const asked = app.queries.ask(CountOwners, {}, { after }).then((count) => (answer = count));
    // Another read model gets there, and so does a query that does not ask for it.
    await app.queries.ask(GetAccount, { accountId }, { after });
    expect(await app.queries.ask(CountOwners, {})).toBe(0);
    expect(answer).toBeUndefined();
    gate.open();
    await asked;
    expect(answer).toBe(1);
  });

  it('also within a query that the handler asks', async () => {
    const after = await open();
    const asked = app.queries.ask(AskAnother, {}, { after });
    gate.open();
    expect(await asked).toBe(1);
  });

  it('takes a global position, too, and what has been reached at once', async () => {
    gate.open();
    const { globalPosition } = await open();
    expect(await app.queries.ask(CountOwners, {}, { after: globalPosition })).toBe(1);
    expect(await app.queries.ask(CountOwners, {}, { after: globalPosition, timeoutMs: 0 })).toBe(1);
    expect(await app.queries.ask(CountOwners, {}, { after: -1 })).toBe(1);
  });

  it('counts events that the projection does not handle', async () => {
    gate.open();
    await open();
    const after = await app.commands.dispatch(DepositMoney, { accountId, amount: 5 });
    expect(await app.queries.ask(CountOwners, {}, { after })).toBe(1);
  });

  it('gives up after the time limit, and says where the projection is', async () => {
    const after = await open();
    const error = await annalsErrorOf(app.queries.ask(CountOwners, {}, { after, timeoutMs: 20 }));
    expect(error).toBeInstanceOf(ProjectionBehindError);
    expect(error).toMatchObject({
      code: 'PROJECTION_BEHIND',
      projection: 'owners',
      target: 0,
      position: -1,
      timeoutMs: 20,
      retryable: true,
    });
    gate.open();
    expect(await app.queries.ask(CountOwners, {}, { after })).toBe(1);
  });

  it.each([null, 'soon', '0', Number.NaN, 1.5, -2, 2 ** 53, {}, { globalPosition: '0' }, [], true])(
    'refuses the position %p',
    async (after) => {
      const error = await annalsErrorOf(app.queries.ask(CountOwners, {}, { after } as AskOptions));
      expect(error.code).toBe('INVALID_OPTION');
      expect(error.message).toContain('after');
    },
  );

  it.each([Number.NaN, -1, '20', null])('refuses the time limit %p', async (timeoutMs) => {
    const error = await annalsErrorOf(app.queries.ask(CountOwners, {}, { after: 5, timeoutMs } as AskOptions));
    expect(error.code).toBe('INVALID_OPTION');
    expect(error.message).toContain('timeoutMs');
  });

  it('tells why the projection does not go on', async () => {
    @Projection('broken')
    class Broken {
      @EventHandler(AccountOpened)
      opened() {
        throw new Error('cannot read this');
      }
    }
    class AskBroken extends Query<number> {}
    @QueryHandler(AskBroken)
    class AskBrokenHandler {
      constructor(@inject(readModel('broken')) private readonly broken: ReadModelReader<object>) {}

      execute() {
        return this.broken.count();
      }
    }
    app = await start({ components: [bank.accounts, Broken, AskBrokenHandler] });
    const after = await open();
    await until(async () => (await app.projections.status()).some(({ state }) => state === 'failing'));
    const error = await annalsErrorOf(app.queries.ask(AskBroken, {}, { after, timeoutMs: 1 }));
    expect(error).toMatchObject({ code: 'PROJECTION_BEHIND', projection: 'broken' });
    expect(error.message).toContain('cannot read this');
    expect(error.cause).toBeInstanceOf(Error);
  });
});
