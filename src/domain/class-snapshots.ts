import { ConfigurationError } from '../errors/index.js';
import type { Class } from '../messages/index.js';
import { AggregateRoot } from './aggregate-root.js';
import type { SnapshotOptions } from './snapshot-options.js';
import { stateSnapshots, type StateSnapshots } from './state-snapshots.js';

/** An aggregate that says itself what its snapshots hold: it must, where it has `#private` fields. */
export interface Snapshotable<Data = unknown> {
  /** The state as data; it is written at once, and may share objects with the aggregate. */
  toSnapshot(): Data;
  /** Takes over the state, on an instance that has folded nothing yet. */
  fromSnapshot(data: Data): void;
}

/**
 * The snapshots of an aggregate class: all its own fields, or what `toSnapshot` gives.
 *
 * @throws ConfigurationError when the class has fields that nobody else can read, and no `toSnapshot`
 */
export function classSnapshots<A extends AggregateRoot>(
  aggregate: Class<A>,
  options: SnapshotOptions,
  events: readonly Class[],
  create: (id: string) => A,
): StateSnapshots<A> {
  const isOwn = isSnapshotable(aggregate.prototype as object);
  if (!isOwn && hasPrivateFields(aggregate)) {
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `${aggregate.name} has snapshots and fields that begin with '#', which nothing outside of the class can read. Write ` +
        `the methods toSnapshot() and fromSnapshot(data) in it, or use TypeScript's 'private'.`,
    );
  }
  return stateSnapshots<A>({
    options,
    events,
    create,
    toData: (instance) => (isOwn ? (instance as A & Snapshotable).toSnapshot() : Object.assign({}, instance)),
    fromData: (id, data) => {
      const instance = create(id);
      if (isOwn) (instance as A & Snapshotable).fromSnapshot(data);
      else Object.assign(instance, data);
      return instance;
    },
  });
}

function isSnapshotable(prototype: object): boolean {
  const { toSnapshot, fromSnapshot } = prototype as Partial<Snapshotable>;
  return typeof toSnapshot === 'function' && typeof fromSnapshot === 'function';
}

/** Looks for `#field;` and `#field =` in the class and those above it, and for what older compilation targets make of them. */
function hasPrivateFields(aggregate: object): boolean {
  for (let at = aggregate; at !== AggregateRoot; at = Object.getPrototypeOf(at) as object) {
    const source = Function.prototype.toString.call(at).replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    if (/(^|[\s;{}])(static\s+)?#[\w$]+\s*(=(?!>)|;|\n|\})/.test(source)) return true;
    if (/__classPrivateField(Get|Set)\(|__private(Get|Set|Add)\(/.test(source)) return true;
  }
  return false;
}
