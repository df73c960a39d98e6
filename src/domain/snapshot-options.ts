import { ConfigurationError, describeValue } from '../errors/index.js';
import type { MessageClass } from '../messages/index.js';

/** When and how the state of an aggregate is kept beside its events, so that a load need not fold all of them. */
export interface SnapshotOptions {
  /** A snapshot is written when so many events have come since the last one. */
  readonly every: number;
  /**
   * The version of the state's shape and of what folds it, from 1. Raise it when a field or an event handler changes:
   * snapshots of other versions are ignored and replaced.
   */
  readonly version?: number;
  /** The classes of which instances stand in the state, apart from those of its events and of its initial values. */
  readonly classes?: readonly MessageClass[];
}

/** @throws ConfigurationError */
export function checkSnapshotOptions(options: SnapshotOptions, owner: string): SnapshotOptions {
  const { every, version = 1, classes = [] } = options;
  requireCount(every, 'every', owner);
  requireCount(version, 'version', owner);
  const odd = classes.findIndex((type: unknown) => typeof type !== 'function');
  if (odd !== -1) {
    throw new ConfigurationError(
      'INVALID_DECLARATION',
      `${owner}: snapshot.classes[${String(odd)}] is ${describeValue(classes[odd])}; give a class.`,
    );
  }
  return { every, version, classes };
}

function requireCount(value: unknown, name: string, owner: string): void {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return;
  throw new ConfigurationError(
    'INVALID_DECLARATION',
    `${owner}: snapshot.${name} is ${describeValue(value)}; give a whole number from 1.`,
  );
}
