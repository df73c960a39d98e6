import { eventTypeOf, eventVersionOf, type Class, type MessageClass } from '../messages/index.js';
import type { SnapshotOptions } from './snapshot-options.js';
import { stateCodec } from './state-codec.js';

/** How the states of a model become snapshots and come back. */
export interface StateSnapshots<State = unknown> {
  /** A snapshot is due when so many events have come since the last one. */
  readonly every: number;
  /** What a snapshot must have been written with to be of use: the declared version, and the events that are folded. */
  readonly shape: string;
  /** @throws when the state cannot be written so that it comes back as it was */
  write(state: State): string;
  /** @throws when the text cannot be read */
  read(id: string, text: string): State;
}

/** What a model does to turn its states into data and back. */
export interface SnapshotSubject<State> {
  readonly options: SnapshotOptions;
  readonly events: readonly Class[];
  readonly create: (id: string) => State;
  readonly toData: (state: State) => unknown;
  readonly fromData: (id: string, data: unknown) => State;
}

export function stateSnapshots<State>(subject: SnapshotSubject<State>): StateSnapshots<State> {
  const { options, events, create, toData, fromData } = subject;
  // On first use: nothing is made of an author's class before it is needed.
  const codec = lazily(() =>
    stateCodec([...events, ...classesWithin(toData(create('snapshot'))), ...(options.classes ?? [])]),
  );
  return {
    every: options.every,
    shape: [String(options.version ?? 1), ...events.map(typeAndVersion).sort()].join(' '),
    write: (state) => codec().encode(toData(state)),
    read: (id, text) => fromData(id, codec().decode(text)),
  };
}

function typeAndVersion(event: Class): string {
  return `${eventTypeOf(event) ?? event.name}@${String(eventVersionOf(event))}`;
}

/** The classes of the instances that a new state holds. */
function classesWithin(value: unknown, seen = new Set<object>()): readonly MessageClass[] {
  if (typeof value !== 'object' || value === null || seen.has(value)) return [];
  seen.add(value);
  const inner = value instanceof Map ? [...value].flat() : value instanceof Set ? [...value] : Object.values(value);
  const type = value.constructor as MessageClass | undefined;
  return [...(isBuiltIn(type) ? [] : [type]), ...inner.flatMap((element) => classesWithin(element, seen))];
}

function isBuiltIn(type: MessageClass | undefined): type is undefined {
  return type === undefined || Reflect.get(globalThis, type.name) === type;
}

function lazily<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
