import { ConfigurationError, describeValue } from '../errors/index.js';
import type { RecordedEvent } from '../event-store/index.js';
import type { MessageClass } from '../messages/index.js';
import { isSubscriptionName, type StartPosition } from '../subscriptions/index.js';

const key = Symbol('annals.ProcessManager');

type InstanceOf<Classes extends readonly MessageClass[]> = Classes[number] extends MessageClass<infer T> ? T : never;

/** Says which instance an event belongs to; `undefined` for none. */
export type Correlate = (event: never, recorded: RecordedEvent) => string | undefined;

export interface ProcessManagerOptions<Starts extends readonly MessageClass[] = readonly MessageClass[]> {
  /** The property of its events, or a function, that says which instance an event belongs to. */
  readonly correlateBy: (keyof InstanceOf<Starts> & string) | Correlate;
  /** The events that start an instance where none is; each has an `@EventHandler`. Others find one or are ignored. */
  readonly startsOn: Starts;
  /** The state before the first event, plain data; `undefined` by default. */
  readonly initialState?: unknown;
  /** Where it begins when it is new: with the events from now on by default. */
  readonly from?: StartPosition;
}

/** What `@ProcessManager` says of its class. */
export interface ProcessManagerDeclaration {
  readonly name: string;
  readonly correlateBy: unknown;
  readonly startsOn: unknown;
  readonly initialState: unknown;
  readonly from: StartPosition;
}

/**
 * Makes a class a process manager: it follows the events of one business process at a time, sends commands, and waits
 * for deadlines.
 *
 * State, the commands to send and the deadlines are stored together, each event counts once, and each command is
 * carried out once, whatever dies when.
 *
 * @example
 * ```ts
 * @ProcessManager('transfer', { correlateBy: 'transferId', startsOn: [TransferRequested] })
 * export class TransferProcess {
 *   @EventHandler(TransferRequested)
 *   requested(event: TransferRequested, process: Process<TransferState>) {
 *     process.state = { from: event.from, amount: event.amount };
 *     process.dispatch(WithdrawMoney, { accountId: event.from, amount: event.amount });
 *     process.setDeadline('payment', { after: 30 * 60_000 });
 *   }
 * }
 * ```
 */
export function ProcessManager<const Starts extends readonly MessageClass[]>(
  name: string,
  options: ProcessManagerOptions<Starts>,
): (target: MessageClass) => void {
  return (target) => {
    if (!isSubscriptionName(name)) {
      throw new ConfigurationError(
        'INVALID_DECLARATION',
        `@ProcessManager(${describeValue(name)}) on ${target.name}: a name is letters, digits, '_' and '-', such as 'transfer'.`,
      );
    }
    const given = options as Partial<ProcessManagerOptions<Starts>> | undefined;
    const { correlateBy, startsOn, initialState, from = 'now' } = given ?? {};
    const declaration: ProcessManagerDeclaration = { name, correlateBy, startsOn, initialState, from };
    Reflect.defineMetadata(key, declaration, target);
  };
}

/** What `@ProcessManager` says of this class; `undefined` where it has none. */
export function processManagerDeclarationOf(target: object): ProcessManagerDeclaration | undefined {
  return Reflect.getOwnMetadata(key, target) as ProcessManagerDeclaration | undefined;
}
