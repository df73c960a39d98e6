import { Command, CommandHandler, Event, EventHandler, Query, QueryHandler, type Class } from '../../../src/index.js';
import { commandHandlersOf, eventHandlersOf, handledCommandOf, handledQueryOf } from '../../../src/messages/index.js';
import { annalsErrorOf } from '../../support/errors.js';

@Event('door.opened')
class DoorOpened {}

@Event('door.closed')
class DoorClosed {}

@Command('door.open')
class OpenDoor {}

class IsOpen extends Query<boolean> {}

describe('@EventHandler and @CommandHandler on methods', () => {
  it('record which method handles what, several on one method included', () => {
    class Door {
      @EventHandler(DoorOpened)
      @EventHandler(DoorClosed)
      moved() {}

      @CommandHandler(OpenDoor)
      open() {}
    }
    expect([...eventHandlersOf(Door)]).toEqual([
      [DoorClosed, 'moved'],
      [DoorOpened, 'moved'],
    ]);
    expect([...commandHandlersOf(Door)]).toEqual([[OpenDoor, 'open']]);
  });

  it('refuse two methods for one event; the error names class, event and methods', async () => {
    const error = await annalsErrorOf(() => {
      class Door {
        @EventHandler(DoorOpened) first() {}
        @EventHandler(DoorOpened) second() {}
      }
      return Door;
    });
    expect(error.code).toBe('DUPLICATE_REGISTRATION');
    expect(error.message).toMatch(/Door handles DoorOpened twice.*first.*second/);
  });

  it('are inherited; the subclass wins, and changes nothing above', () => {
    class Door {
      @EventHandler(DoorOpened) opened() {}
      @EventHandler(DoorClosed) closed() {}
    }
    class SafeDoor extends Door {
      @EventHandler(DoorClosed) locked() {}
    }
    expect(Object.fromEntries(named(SafeDoor))).toEqual({ DoorOpened: 'opened', DoorClosed: 'locked' });
    expect(Object.fromEntries(named(Door))).toEqual({ DoorOpened: 'opened', DoorClosed: 'closed' });
  });

  it.each([
    ['EventHandler', () => EventHandler(undefined as never)],
    ['CommandHandler', () => CommandHandler(undefined as never)],
  ])('say where @%s got no class, as with circular imports', async (name, decorator) => {
    class Door {
      opened() {}
    }
    const declare = decorator() as unknown as (target: object, method: string) => void;
    const error = await annalsErrorOf(() => declare(Door.prototype, 'opened'));
    expect(error.code).toBe('INVALID_DECLARATION');
    expect(error.message).toMatch(new RegExp(`@${name} on Door\\.opened got no class.*import each other`));
  });
});

describe('@CommandHandler and @QueryHandler on classes', () => {
  it('record what the class handles', () => {
    @CommandHandler(OpenDoor)
    class Opening {
      execute() {}
    }
    @QueryHandler(IsOpen)
    class Answering {
      execute() {
        return true;
      }
    }
    expect([handledCommandOf(Opening), handledQueryOf(Answering)]).toEqual([OpenDoor, IsOpen]);
    expect([handledCommandOf(Answering), handledQueryOf(Opening)]).toEqual([undefined, undefined]);
  });

  it('stand on a class once; the error names the class and both messages', async () => {
    class IsClosed extends Query<boolean> {}
    const error = await annalsErrorOf(() => {
      @QueryHandler(IsClosed)
      @QueryHandler(IsOpen)
      class Answering {
        execute() {
          return true;
        }
      }
      return Answering;
    });
    expect(error.code).toBe('DUPLICATE_REGISTRATION');
    expect(error.message).toMatch(/Answering.*IsOpen.*IsClosed/);
  });

  it('are not inherited: a subclass would be a second handler', () => {
    @CommandHandler(OpenDoor)
    class Opening {
      execute() {}
    }
    class Below extends Opening {}
    expect(handledCommandOf(Below)).toBeUndefined();
  });

  it('say which class got no message', async () => {
    class Opening {
      execute() {}
    }
    const error = await annalsErrorOf(() => CommandHandler(undefined as never)(Opening as never));
    expect(error.message).toMatch(/@CommandHandler on Opening got no class/);
  });
});

function named(type: Class): [string, unknown][] {
  return [...eventHandlersOf(type)].map(([event, method]) => [event.name, method]);
}
