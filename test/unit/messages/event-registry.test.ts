import { createEvent, Event } from '../../../src/index.js';
import { EventRegistry } from '../../../src/messages/index.js';
import { annalsErrorOf } from '../../support/errors.js';
import { OrderPlaced } from '../../support/order.js';

@Event('door.opened')
class DoorOpened {}

@Event('door.opened')
class GateOpened {}

@Event('window.opened', { version: 2 })
class WindowOpened {}

class Undeclared {}

describe('EventRegistry', () => {
  it('finds the class of a stored type, and makes its instance', () => {
    const registry = new EventRegistry([DoorOpened, OrderPlaced]);
    expect(registry.classOf('order.placed')).toBe(OrderPlaced);
    expect(registry.instantiate({ type: 'door.opened', data: {}, metadata: {} })).toBeInstanceOf(DoorOpened);
    expect([registry.has('door.opened'), registry.has('door.closed')]).toEqual([true, false]);
  });

  it('takes the same class several times', () => {
    expect(new EventRegistry([DoorOpened, DoorOpened]).classOf('door.opened')).toBe(DoorOpened);
  });

  it('refuses two classes of one type and names both', async () => {
    const error = await annalsErrorOf(() => new EventRegistry([DoorOpened, GateOpened]));
    expect(error.code).toBe('DUPLICATE_REGISTRATION');
    expect(error.message).toMatch(/'door\.opened'.*DoorOpened.*GateOpened/);
  });

  it('refuses a class without @Event and names it', async () => {
    const error = await annalsErrorOf(() => new EventRegistry([Undeclared]));
    expect(error.code).toBe('DECORATOR_MISSING');
    expect(error.message).toContain('Undeclared');
  });

  it('says which stored type has no class', async () => {
    const error = await annalsErrorOf(() => new EventRegistry([DoorOpened]).classOf('order.placed'));
    expect(error.code).toBe('UNKNOWN_EVENT_TYPE');
    expect(error.message).toContain(`@Event('order.placed')`);
  });

  it('knows the versions of its classes', () => {
    const registry = new EventRegistry([DoorOpened, WindowOpened]);
    expect([...registry.events.values()].map(({ version }) => version)).toEqual([1, 2]);
    expect(registry.classFor({ type: 'window.opened', metadata: { schemaVersion: 2 } })).toBe(WindowOpened);
    expect(registry.classFor({ type: 'door.opened', metadata: {} })).toBe(DoorOpened);
  });

  it.each([
    [
      'of a newer version',
      'window.opened',
      3,
      /version 3 of 'window\.opened', but WindowOpened is version 2\. A newer release/,
    ],
    [
      'of a newer version than 1',
      'door.opened',
      2,
      /version 2 of 'door\.opened', but DoorOpened is version 1\. A newer release/,
    ],
    ['of an older version', 'window.opened', undefined, /version 1 .*It was not upcast/],
    ['of what is no version', 'window.opened', '2' as unknown as number, /version '2'/],
  ])('reads no event %s into its class', async (_, type, schemaVersion, message) => {
    const recorded = { type, data: {}, metadata: schemaVersion === undefined ? {} : { schemaVersion } };
    const registry = new EventRegistry([DoorOpened, WindowOpened]);
    const error = await annalsErrorOf(() => registry.instantiate(recorded));
    expect(error).toMatchObject({ name: 'UnknownMessageError', code: 'UNKNOWN_EVENT_VERSION' });
    expect(error.message).toMatch(message);
  });

  it('does not check what it reads: facts of earlier rules stay facts', () => {
    const registry = new EventRegistry([OrderPlaced]);
    expect(registry.instantiate({ type: 'order.placed', data: { lines: 'many' }, metadata: {} })).toMatchObject({
      lines: 'many',
    });
    expect(() => createEvent(OrderPlaced, { lines: 'many' } as never)).toThrow();
  });
});
