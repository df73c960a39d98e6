import { inject } from 'inversify';
import {
  Aggregate,
  AggregateId,
  AggregateRoot,
  Command,
  CommandHandler,
  createApplication,
  createEvent,
  decider,
  Event,
  EventHandler,
  inMemory,
  Projection,
  Query,
  QueryHandler,
  readModel,
  type ApplicationOptions,
  type Component,
  type ReadModelReader,
} from '../../../src/index.js';
import * as accounts from '../../../examples/bank/src/accounts/index.js';
import * as bank from '../../../examples/bank/src/components.js';
import * as transfers from '../../../examples/bank/src/transfers/index.js';
import { applications } from '../../support/applications.js';
import { annalsErrorOf } from '../../support/errors.js';

@Event('door.opened')
class DoorOpened {}

@Event('door.opened')
class GateOpened {}

class NotDeclared {}

@Command('door.open')
class OpenDoor {
  @AggregateId() doorId!: string;
}

@Command('door.open')
class OpenGate {
  @AggregateId() gateId!: string;
}

class Knock {
  @AggregateId() doorId!: string;
}

@Command('door.paint')
class PaintWithoutId {}

class IsOpen extends Query<boolean> {}

@Aggregate('door')
class Door extends AggregateRoot {
  @CommandHandler(OpenDoor)
  open() {
    this.apply(DoorOpened, {});
  }

  @EventHandler(DoorOpened)
  protected opened() {
    // It need not change.
  }
}

@Aggregate('door')
class OtherDoor extends AggregateRoot {}

@Aggregate('gate')
class Gate extends AggregateRoot {
  @CommandHandler(OpenDoor)
  open() {
    // Nothing happens.
  }
}

@Aggregate('hatch')
class Hatch extends AggregateRoot {
  @CommandHandler(OpenGate)
  open() {
    // Nothing happens.
  }
}

@Aggregate('knocker')
class Knocker extends AggregateRoot {
  @CommandHandler(Knock)
  knock() {
    // Nothing happens.
  }
}

@Aggregate('fence')
class Fence extends AggregateRoot {
  @CommandHandler(PaintWithoutId)
  paint() {
    // Nothing happens.
  }
}

@Aggregate('listener')
class Listener extends AggregateRoot {
  @EventHandler(NotDeclared)
  protected heard() {
    // Nothing happens.
  }
}

@Aggregate('rootless')
class Rootless extends (class {} as unknown as typeof AggregateRoot) {}

@CommandHandler(OpenDoor)
class OpenDoorHandler {
  execute() {
    // Nothing happens.
  }
}

@QueryHandler(IsOpen)
class IsOpenHandler {
  execute() {
    return true;
  }
}

@QueryHandler(IsOpen)
class IsOpenHandlerToo {
  execute() {
    return false;
  }
}

@Projection('doors')
class Doors {
  @EventHandler(DoorOpened)
  opened() {
    // It keeps nothing.
  }
}

@Projection('doors')
class DoorsToo {}

@Projection('gates')
class Gates {
  @EventHandler(GateOpened)
  opened() {
    // It keeps nothing.
  }
}

const doorDecider = decider({
  name: 'door',
  commands: [OpenDoor],
  events: [DoorOpened],
  initialState: () => 0,
  decide: () => createEvent(DoorOpened, {}),
  evolve: (count) => count + 1,
});

const idlessDecider = decider({
  name: 'fence',
  commands: [PaintWithoutId],
  events: [],
  initialState: () => 0,
  decide: () => [],
  evolve: (count) => count,
});

const start = applications();
const refusal = (components: readonly Component[], more: Partial<ApplicationOptions> = {}) =>
  annalsErrorOf(createApplication({ components, store: inMemory(), ...more }));

describe('components', () => {
  it.each<[string, readonly Component[]]>([
    ['modules', [accounts, transfers]],
    ['classes', [...Object.values(accounts), ...Object.values(transfers)].filter(isDecorated)],
    ['a module of modules', [bank]],
    ['both, some twice', [bank, accounts, transfers, accounts.Account, accounts, accounts.GetAccountHandler]],
  ])('may be %s', async (_, components) => {
    const app = await start({ components });
    const accountId = '5f8f8c44-9d9f-4e5c-8a4e-0a8b8c3f0a11';
    await app.commands.dispatch(accounts.OpenAccount, { accountId, owner: 'Ada' });
    const after = await app.commands.dispatch(accounts.DepositMoney, { accountId, amount: 5 });
    expect(await app.queries.ask(accounts.GetAccount, { accountId }, { after })).toMatchObject({ balance: 5 });
  });

  it('may be deciders, alone or in a module', async () => {
    for (const components of [[doorDecider], [{ doorDecider, helper: 7, text: 'x' }]]) {
      const app = await start({ components });
      expect((await app.commands.dispatch(OpenDoor, { doorId: '1' })).streamVersion).toBe(0);
    }
  });

  it.each<[string, (inner: object) => object]>([
    ['a language', (inner) => Object.defineProperty(inner, Symbol.toStringTag, { value: 'Module' })],
    ['a compiler to CommonJS', (inner) => Object.defineProperty(inner, '__esModule', { value: true })],
    ['Rollup', (inner) => Object.freeze({ __proto__: null, ...inner })],
    [
      'esbuild',
      (inner) =>
        Object.defineProperties(
          {},
          Object.fromEntries(
            Object.entries(inner).map(([key, value]) => [key, { get: () => value, enumerable: true }]),
          ),
        ),
    ],
  ])('may be in modules that a module exports, as %s makes them', async (_, namespace) => {
    const app = await start({ components: [{ doors: namespace({ lower: namespace({ Door }) }), text: 'x' }] });
    expect((await app.commands.dispatch(OpenDoor, { doorId: '1' })).streamVersion).toBe(0);
  });

  it('are not looked for in other objects that a module exports', async () => {
    class Shelf {
      readonly Door = Door;
    }
    const app = await start({
      components: [{ options: { Door }, shelf: new Shelf(), list: [Door], empty: {}, none: null }],
    });
    await expect(app.commands.dispatch(OpenDoor, { doorId: '1' })).rejects.toMatchObject({ code: 'HANDLER_MISSING' });
  });

  it('may be in modules that export one another', async () => {
    const inner: Record<string, unknown> = { __esModule: true, Door };
    const outer = { __esModule: true, inner };
    inner['outer'] = outer;
    const app = await start({ components: [outer, inner] });
    expect((await app.commands.dispatch(OpenDoor, { doorId: '1' })).streamVersion).toBe(0);
  });

  it('need not export the events that an aggregate, a decider or a projection handles', async () => {
    const app = await start({ components: [Door, Doors] });
    await app.commands.dispatch(OpenDoor, { doorId: '1' });
    expect((await app.commands.dispatch(OpenDoor, { doorId: '1' })).streamVersion).toBe(1);
  });

  it.each<[string, unknown, RegExp]>([
    ['a class without a decorator', NotDeclared, /NotDeclared.*@Aggregate.*container/],
    ['undefined, as after a circular import', undefined, /undefined/],
    ['null', null, /null/],
    ['a text', 'accounts', /'accounts'/],
    ['an array', [Door], /an array/],
  ])('are not %s', async (_, component, message) => {
    const error = await refusal([component as Component]);
    expect(error.code).toBe('DECORATOR_MISSING');
    expect(error.message).toMatch(message);
  });
});

describe('components that do not fit together', () => {
  it.each<[string, readonly Component[], string, RegExp]>([
    ['two events of one type', [DoorOpened, GateOpened], 'DUPLICATE_REGISTRATION', /DoorOpened.*GateOpened/],
    ['two events of one type, handled only', [Door, Gates], 'DUPLICATE_REGISTRATION', /DoorOpened.*GateOpened/],
    ['two aggregates of one name', [Door, OtherDoor], 'DUPLICATE_REGISTRATION', /'door'.*Door.*OtherDoor/],
    [
      'an aggregate and a decider of one name',
      [OtherDoor, doorDecider],
      'DUPLICATE_REGISTRATION',
      /OtherDoor.*decider 'door'/,
    ],
    ['two projections of one name', [Doors, DoorsToo], 'DUPLICATE_REGISTRATION', /'doors'.*Doors.*DoorsToo/],
    ['two aggregates for one command', [Door, Gate], 'DUPLICATE_REGISTRATION', /OpenDoor.*Door.*Gate/],
    [
      'an aggregate and a class for one command',
      [Door, OpenDoorHandler],
      'DUPLICATE_REGISTRATION',
      /OpenDoor.*Door.*OpenDoorHandler/,
    ],
    ['two commands of one name', [Door, Hatch], 'DUPLICATE_REGISTRATION', /'door\.open'.*OpenDoor.*OpenGate/],
    [
      'two handlers for one query',
      [IsOpenHandler, IsOpenHandlerToo],
      'DUPLICATE_REGISTRATION',
      /IsOpen.*IsOpenHandler.*IsOpenHandlerToo/,
    ],
    ['a command without @Command', [Knocker], 'DECORATOR_MISSING', /Knocker.*Knock.*@Command/],
    ['an event without @Event', [Listener], 'DECORATOR_MISSING', /NotDeclared.*@Event/],
    ['an aggregate that extends nothing', [Rootless], 'INVALID_DECLARATION', /Rootless.*AggregateRoot/],
    ['a command without an id', [Fence], 'AGGREGATE_ID_MISSING', /PaintWithoutId.*Fence.*@AggregateId/],
    ["a decider's command without an id", [idlessDecider], 'AGGREGATE_ID_MISSING', /PaintWithoutId.*decider 'fence'/],
  ])('are refused at start, naming both: %s', async (_, components, code, message) => {
    const error = await refusal(components);
    expect(error.name).toBe('ConfigurationError');
    expect(error.code).toBe(code);
    expect(error.message).toMatch(message);
  });

  it('are found before the database is opened', async () => {
    let opened = false;
    await refusal([Door, OtherDoor], {
      store: {
        open: () => {
          opened = true;
          return inMemory().open();
        },
      },
    });
    expect(opened).toBe(false);
  });

  it.each([0, -1, 1.5, Number.NaN, '3', Number.POSITIVE_INFINITY])(
    'as little as retry.attempts %p',
    async (attempts) => {
      const error = await refusal([], { retry: { attempts: attempts as number } });
      expect(error.code).toBe('INVALID_DECLARATION');
      expect(error.message).toContain('retry.attempts');
    },
  );
});

describe('a class that cannot be made', () => {
  @QueryHandler(IsOpen)
  class NeedsClock {
    constructor(@inject('clock') private readonly clock: { now(): number }) {}

    execute() {
      return this.clock.now() > 0;
    }
  }

  @QueryHandler(IsOpen)
  class NeedsReadModel {
    constructor(@inject(readModel('doors')) private readonly doors: ReadModelReader<object>) {}

    async execute() {
      return (await this.doors.count()) > 0;
    }
  }

  @QueryHandler(IsOpen)
  class NeedsUnnamed {
    constructor(private readonly limit: number) {}

    execute() {
      return this.limit > 0;
    }
  }

  it.each<[string, Component, RegExp]>([
    ['a token that nobody has bound', NeedsClock, /clock/],
    ['a read model that no projection fills', NeedsReadModel, /doors/],
    ['a parameter without @inject', NeedsUnnamed, /limit/],
  ])('is found at start: %s; the error names class, parameter and remedy', async (_, component, parameter) => {
    const error = await refusal([component]);
    expect(error.code).toBe('UNRESOLVED_DEPENDENCY');
    expect(error.message).toMatch(/^Needs(Clock|ReadModel|Unnamed) cannot be made/);
    expect(error.message).toMatch(parameter);
    expect(error.message).toMatch(/@inject\(token\).*container/);
    expect(error.cause).toBeInstanceOf(Error);
  });

  it('is fine once its read model has a projection', async () => {
    const app = await start({ components: [NeedsReadModel, Doors] });
    expect(await app.queries.ask(IsOpen, {})).toBe(false);
  });

  it('tells an aggregate that applies events in its constructor what to do instead', async () => {
    @Aggregate('hasty')
    class Hasty extends AggregateRoot {
      constructor() {
        super();
        this.apply(DoorOpened, {});
      }
    }
    const error = await refusal([Hasty]);
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toMatch(/Hasty has no identity yet.*command handler/);
  });
});

/** The modules of the example export errors and plain functions, too. */
function isDecorated(part: unknown): boolean {
  return typeof part === 'function' && String(part).startsWith('class') && !(part.prototype instanceof Error);
}
