import { eventHandlersOf, EventRegistry, type Class } from '../../../src/messages/index.js';
import type { RecordedEvent } from '../../../src/index.js';
import { InMemoryProcessStore } from '../../../src/adapters/in-memory/in-memory-process-store.js';
import { OpenState } from '../../../src/adapters/in-memory/open-state.js';
import {
  processManagerModel,
  ProcessRunner,
  type PendingCommand,
  type ProcessManagerModel,
  type ProcessRecord,
  type ProcessStore,
  type WorkLanes,
} from '../../../src/process-managers/index.js';
import { TransferProcess } from './transfer.js';

export const noon = new Date('2026-01-01T12:00:00Z');

export function minutesAfterNoon(minutes: number): Date {
  return new Date(noon.getTime() + minutes * 60_000);
}

/** The model of a process manager whose constructor takes nothing. */
export function modelOf(type: Class): ProcessManagerModel {
  const registry = new EventRegistry(eventHandlersOf(type).keys());
  return processManagerModel(type, registry, () => new type());
}

export function recorded(
  type: string,
  data: Record<string, unknown>,
  globalPosition: number,
  changes: Partial<RecordedEvent> = {},
): RecordedEvent {
  return {
    type,
    data,
    metadata: { correlationId: 'story', causationId: 'c', user: 'ada' },
    streamId: 'transfer-1',
    streamPosition: globalPosition,
    globalPosition,
    eventId: `event-${String(globalPosition)}`,
    createdAt: noon,
    ...changes,
  };
}

/** The events of a transfer that goes well. */
export const story: readonly RecordedEvent[] = [
  recorded('transfer.requested', { transferId: 't', from: 'a', amount: 5 }, 3),
  recorded('transfer.withdrawn', { transferId: 't' }, 4),
  recorded('transfer.deposited', { transferId: 't' }, 7),
];

/** A process manager on a store in memory, whose commands are remembered and not carried out. */
export class World {
  readonly sent: PendingCommand[] = [];
  readonly records = new Map<string, ProcessRecord>();
  readonly store: ProcessStore;
  readonly runner: ProcessRunner;
  now = noon;
  /** What sending a command throws. */
  failure: (command: PendingCommand) => Error | undefined = () => undefined;

  constructor(
    readonly model = modelOf(TransferProcess),
    around: (store: ProcessStore) => ProcessStore = (store) => store,
  ) {
    this.store = around(new InMemoryProcessStore(this.records, new OpenState(), () => this.now));
    this.runner = new ProcessRunner(this.model, this.store, { send: (command) => this.send(command) });
  }

  async send(command: PendingCommand): Promise<void> {
    const failure = this.failure(command);
    if (failure !== undefined) throw failure;
    this.sent.push(command);
  }

  get record(): ProcessRecord | undefined {
    return this.records.get('transfer/t');
  }

  /** The commands by id, each once, in the order in which they came first. */
  get effects(): readonly string[] {
    return [
      ...new Map(
        this.sent.map(({ commandId, type, properties }) => [commandId, `${type} ${JSON.stringify(properties)}`]),
      ).values(),
    ];
  }
}

/** Lanes as the engine has them, for one process that works on all slices. */
export class TestLanes implements WorkLanes {
  readonly #tails = new Map<string, Promise<void>>();

  constructor(private readonly count = 16) {}

  slices(): readonly number[] {
    return Array.from({ length: this.count }, (_, slice) => slice);
  }

  run(lane: string, task: () => Promise<void>): Promise<void> {
    const running = (this.#tails.get(lane) ?? Promise.resolve()).then(task);
    this.#tails.set(
      lane,
      running.catch(() => undefined),
    );
    return running;
  }
}
