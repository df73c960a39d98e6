import { IsInt, IsPositive } from 'class-validator';
import {
  AggregateId,
  Command,
  createApplication,
  createEvent,
  decider,
  Event,
  inMemory,
  type Application,
} from '../../../src/index.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';

@Event('counter.incremented')
class Incremented {
  @IsInt() @IsPositive() by!: number;
}

@Event('counter.reset')
class Reset {}

@Command('counter.increment')
class Increment {
  @AggregateId() counterId!: string;
  @IsInt() by!: number;
}

@Command('counter.reset')
class ResetCounter {
  @AggregateId() counterId!: string;
}

class TooMuch extends Error {}

const counter = decider({
  name: 'counter',
  commands: [Increment, ResetCounter],
  events: [Incremented, Reset],
  initialState: (id) => ({ id, count: 0 }),
  decide(command, state) {
    if (command instanceof ResetCounter) return state.count === 0 ? [] : createEvent(Reset, {});
    if (state.count + command.by > 10) throw new TooMuch(`${state.id} holds ${String(state.count)}`);
    return Array.from({ length: command.by }, () => createEvent(Incremented, { by: 1 }));
  },
  evolve: (state, event) => ({ ...state, count: event instanceof Reset ? 0 : state.count + event.by }),
});

function oddDecider(decide: () => never) {
  return decider({
    name: 'odd',
    commands: [Increment],
    events: [Incremented],
    initialState: () => 0,
    decide,
    evolve: (count, event) => count + event.by,
  });
}

describe('decider', () => {
  let app: Application;

  const start = async (component = counter as Parameters<typeof createApplication>[0]['components'][number]) => {
    app = await createApplication({ components: [component], store: inMemory() });
    return app.commands;
  };

  afterEach(() => app.close());

  it('runs through the same pipeline as the classes: several events, one, none', async () => {
    const commands = await start();
    const three = await commands.dispatch(Increment, { counterId: '1', by: 3 });
    expect(three).toMatchObject({ streamId: 'counter-1', streamVersion: 2, attempts: 1 });
    expect(three.events.map(({ type }) => type)).toEqual(Array(3).fill('counter.incremented'));
    expect((await commands.dispatch(ResetCounter, { counterId: '1' })).streamVersion).toBe(3);
    const nothing = await commands.dispatch(ResetCounter, { counterId: '1' });
    expect(nothing).toMatchObject({ streamId: 'counter-1', streamVersion: 3, globalPosition: 3, events: [] });
  });

  it('decides on the fold of its own stream', async () => {
    const commands = await start();
    await commands.dispatch(Increment, { counterId: '1', by: 9 });
    await commands.dispatch(Increment, { counterId: '2', by: 2 });
    const error = await errorOf(commands.dispatch(Increment, { counterId: '1', by: 2 }));
    expect(error).toBeInstanceOf(TooMuch);
    expect(error.message).toBe('1 holds 9');
    expect(await app.eventStore.headPosition()).toBe(10);
  });

  it('may decide in its own time', async () => {
    const commands = await start(oddDecider((async () => createEvent(Incremented, { by: 1 })) as () => never));
    expect((await commands.dispatch(Increment, { counterId: '1', by: 1 })).events).toHaveLength(1);
  });

  it.each<[string, () => unknown, string]>([
    ['nothing at all', () => undefined, 'INVALID_EVENT'],
    ['null among events', () => [createEvent(Incremented, { by: 1 }), null], 'INVALID_EVENT'],
    ['a text', () => 'counter.incremented', 'INVALID_EVENT'],
    ['plain properties', () => ({ by: 1 }), 'DECORATOR_MISSING'],
    ['an event that breaks its rules', () => Object.assign(new Incremented(), { by: 0 }), 'VALIDATION_FAILED'],
    ['an event of a class that is not registered', () => new Reset(), 'UNKNOWN_EVENT_TYPE'],
  ])('is told clearly when it returns %s; nothing is stored', async (_, decide, code) => {
    const commands = await start(oddDecider(decide as () => never));
    expect((await annalsErrorOf(commands.dispatch(Increment, { counterId: '1', by: 1 }))).code).toBe(code);
    expect(await app.eventStore.headPosition()).toBe(-1);
  });

  it('needs a name that can begin a stream id', async () => {
    await start();
    const error = await annalsErrorOf(() => decider({ ...definition, name: 'a b' }));
    expect(error.code).toBe('INVALID_DECLARATION');
  });
});

const definition = {
  name: 'x',
  commands: [Increment],
  events: [Incremented],
  initialState: () => 0,
  decide: () => createEvent(Incremented, { by: 1 }),
  evolve: (count: number) => count,
} as const;
