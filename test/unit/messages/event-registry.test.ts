import { createEvent, Event } from '../../../src/index.js';
import { EventRegistry } from '../../../src/messages/index.js';
import { annalsErrorOf } from '../../support/errors.js';
import { OrderPlaced } from '../../support/order.js';

@Event('door.opened')
class DoorOpened {}

@Event('door.opened')
class GateOpened {}

class Undeclared {}

describe('EventRegistry', () => {
  it('finds the class of a stored type, and makes its instance', () => {
    const registry = new EventRegistry([DoorOpened, OrderPlaced]);
    expect(registry.classOf('order.placed')).toBe(OrderPlaced);
    expect(registry.instantiate({ type: 'door.opened', data: {} })).toBeInstanceOf(DoorOpened);
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

  it('does not check what it reads: facts of earlier rules stay facts', () => {
    const registry = new EventRegistry([OrderPlaced]);
    expect(registry.instantiate({ type: 'order.placed', data: { lines: 'many' } })).toMatchObject({ lines: 'many' });
    expect(() => createEvent(OrderPlaced, { lines: 'many' } as never)).toThrow();
  });
});
