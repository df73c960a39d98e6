import { ConfigurationError } from '../../../src/errors/index.js';
import { Event, EventHandler, type Class } from '../../../src/index.js';
import { CommandRefused, DeadlineHandler, ProcessManager } from '../../../src/process-managers/index.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';
import { Deposited, TransferProcess, TransferRequested, WithdrawMoney } from './transfer.js';
import { modelOf } from './world.js';

class Nothing {}

class Handlers {
  @EventHandler(TransferRequested)
  requested() {
    // Declared only.
  }
}

/** A class with handlers and these options. */
function declared(options: object, name = 'odd'): Class {
  class Odd extends Handlers {}
  ProcessManager(name, options as never)(Odd);
  return Odd;
}

const good = { correlateBy: 'transferId', startsOn: [TransferRequested] };

it('a process manager has a name, types and what it begins with', () => {
  expect(modelOf(TransferProcess)).toMatchObject({
    name: 'transfer',
    label: 'TransferProcess',
    class: TransferProcess,
    types: ['transfer.requested', 'transfer.withdrawn', 'transfer.deposited'],
    from: 'now',
  });
  expect(modelOf(declared({ ...good, from: 'start' })).from).toBe('start');
});

it.each<[string, string, RegExp, () => unknown]>([
  ['no decorator', 'DECORATOR_MISSING', /Handlers.*@ProcessManager/, () => modelOf(Handlers)],
  ['no name', 'INVALID_DECLARATION', /@ProcessManager\(''\) on Odd/, () => declared(good, '')],
  ['a name with a slash', 'INVALID_DECLARATION', /'a\/b'/, () => declared(good, 'a/b')],
  ['no options', 'INVALID_DECLARATION', /Odd.*startsOn/, () => modelOf(declared(undefined as never))],
  [
    'no startsOn',
    'INVALID_DECLARATION',
    /Odd.*'odd'.*startsOn/,
    () => modelOf(declared({ correlateBy: 'transferId' })),
  ],
  ['an empty startsOn', 'INVALID_DECLARATION', /startsOn/, () => modelOf(declared({ ...good, startsOn: [] }))],
  [
    'startsOn without a handler',
    'INVALID_DECLARATION',
    /Odd.*Deposited/,
    () => modelOf(declared({ ...good, startsOn: [Deposited] })),
  ],
  [
    'no correlateBy',
    'INVALID_DECLARATION',
    /Odd.*correlateBy/,
    () => modelOf(declared({ startsOn: [TransferRequested] })),
  ],
  ['an empty correlateBy', 'INVALID_DECLARATION', /correlateBy/, () => modelOf(declared({ ...good, correlateBy: '' }))],
  [
    'an initial state that is no data',
    'INVALID_DECLARATION',
    /Odd.*initialState/,
    () => modelOf(declared({ ...good, initialState: new Map() })),
  ],
  [
    'an event that is none',
    'DECORATOR_MISSING',
    /Nothing.*@Event/,
    () => {
      class Odd extends Handlers {
        @EventHandler(Nothing)
        nothing() {
          // Declared only.
        }
      }
      ProcessManager('odd', { correlateBy: 'transferId', startsOn: [TransferRequested] })(Odd);
      return modelOf(Odd);
    },
  ],
  [
    'the refusal of what is no command',
    'DECORATOR_MISSING',
    /Odd\.refused.*Nothing.*@Command/,
    () => {
      class Odd extends Handlers {
        @CommandRefused(Nothing)
        refused() {
          // Declared only.
        }
      }
      ProcessManager('odd', { correlateBy: 'transferId', startsOn: [TransferRequested] })(Odd);
      return modelOf(Odd);
    },
  ],
  [
    'two methods for one refusal',
    'DUPLICATE_REGISTRATION',
    /Odd.*WithdrawMoney.*one.*two/,
    () => {
      class Odd {}
      CommandRefused(WithdrawMoney)(Odd.prototype, 'one', {});
      CommandRefused(WithdrawMoney)(Odd.prototype, 'two', {});
    },
  ],
  [
    'two methods for one deadline',
    'DUPLICATE_REGISTRATION',
    /Odd.*'payment'.*one.*two/,
    () => {
      class Odd {}
      DeadlineHandler('payment')(Odd.prototype, 'one');
      DeadlineHandler('payment')(Odd.prototype, 'two');
    },
  ],
  [
    'a deadline without a name',
    'INVALID_DECLARATION',
    /@DeadlineHandler\(''\) on Nothing\.late/,
    () => DeadlineHandler('')(Nothing.prototype, 'late'),
  ],
])('is refused at start: %s', async (_, code, message, declare) => {
  const error = await annalsErrorOf(async () => declare());
  expect(error).toBeInstanceOf(ConfigurationError);
  expect([error.code, error.message]).toEqual([code, expect.stringMatching(message)]);
});

it('a class inherits the handlers of the one above it, and the nearest one wins', async () => {
  @Event('thing.begun')
  class Begun {
    thingId!: string;
  }
  class Above {
    @EventHandler(Begun)
    begun() {
      // Declared only.
    }
    @DeadlineHandler('a')
    late() {
      throw new Error('above');
    }
  }
  @ProcessManager('below', { correlateBy: 'thingId', startsOn: [Begun] })
  class Below extends Above {
    @DeadlineHandler('a')
    later() {
      throw new Error('below');
    }
  }
  const deadline = { name: 'a', dueAt: new Date(), correlationId: 'c', metadata: {} };
  const expired = modelOf(Below).expire({ deadlines: [deadline] } as never, deadline);
  expect((await errorOf(expired)).message).toBe('below');
  const other = modelOf(Below).expire({ deadlines: [] } as never, { ...deadline, name: 'gone' });
  expect(await errorOf(other)).toMatchObject({ code: 'INVALID_DECLARATION' });
});
