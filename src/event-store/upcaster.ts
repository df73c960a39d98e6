import { ConfigurationError, describeValue } from '../errors/index.js';
import { isEventType } from '../messages/index.js';
import type { RecordedEvent } from './recorded-event.js';

/** Which versions of an event's data an upcaster stands between; it may leave some out, as from 1 to 3. */
export interface UpcasterVersions {
  /** The version that it reads. */
  readonly from: number;
  /** The version that it writes: a higher one. */
  readonly to: number;
}

/** What an upcaster makes of an event. The rest (stream, positions, id, time) stays that of the stored event. */
export interface UpcastEvent {
  /** The new data: plain, as that of an event to append. It is copied. */
  readonly data: object;
  /** Another stored type, from which its own upcasters go on; by default the type stays, at the version `to`. */
  readonly type?: string;
  /** The version of that other type's data; 1 by default. */
  readonly version?: number;
  /** What to change in the metadata, which else is kept; `undefined` takes a key away. */
  readonly metadata?: object;
}

/** One event, several in their order, or `[]` where the stored one is to be left out. */
export type UpcastResult = UpcastEvent | readonly UpcastEvent[];

/** A decorator for a class whose `upcast` takes an event of an earlier version. */
export type UpcasterClassDecorator = (
  target: abstract new (...args: never[]) => { upcast(event: RecordedEvent<never>): UpcastResult },
) => void;

/** What is known of an upcaster before it runs. */
export interface UpcasterDeclaration extends UpcasterVersions {
  readonly type: string;
}

/** An upcaster, ready to run. */
export interface RunnableUpcaster extends UpcasterDeclaration {
  /** How messages call it. */
  readonly label: string;
  /** Its answer is checked where it is called. */
  upcast(event: RecordedEvent): unknown;
}

const key = Symbol('annals.Upcaster');

/**
 * Marks the class whose `upcast` reads an event of an earlier version as what it would be today.
 *
 * It is made once, at start, and runs whenever such an event is read; the stored event never changes. It is
 * synchronous, and gives the same answer each time.
 *
 * @example
 * ```ts
 * @Upcaster('account.opened', { from: 1, to: 2 })
 * export class SplitOwner {
 *   upcast({ data }: RecordedEvent<{ owner: string }>) {
 *     const [firstName, lastName] = data.owner.split(' ');
 *     return { data: { firstName, lastName } };
 *   }
 * }
 * ```
 */
export function Upcaster(type: string, versions: UpcasterVersions): UpcasterClassDecorator {
  return (target) => {
    const declaration = checkDeclaration(`@Upcaster on ${target.name}`, type, versions);
    const earlier = upcasterDeclarationOf(target);
    if (earlier !== undefined) {
      throw new ConfigurationError(
        'DUPLICATE_REGISTRATION',
        `${target.name} has @Upcaster twice: for '${earlier.type}' and for '${declaration.type}'. Write a class for each.`,
      );
    }
    Reflect.defineMetadata(key, declaration, target);
  };
}

/** What `@Upcaster` says on this class itself, not on a class above it. */
export function upcasterDeclarationOf(target: unknown): UpcasterDeclaration | undefined {
  return typeof target === 'function' ? (Reflect.getOwnMetadata(key, target) as UpcasterDeclaration) : undefined;
}

/** An upcaster written as a function, registered among an application's components. */
export class FunctionUpcaster implements RunnableUpcaster {
  readonly label: string;
  readonly type: string;
  readonly from: number;
  readonly to: number;

  /** @internal */
  constructor(
    type: string,
    versions: UpcasterVersions,
    readonly upcast: (event: RecordedEvent) => unknown,
  ) {
    ({ type: this.type, from: this.from, to: this.to } = checkDeclaration('upcaster()', type, versions));
    this.label = `upcaster('${type}', { from: ${String(this.from)}, to: ${String(this.to)} })`;
    if (typeof upcast !== 'function') {
      throw invalid(`${this.label} got ${describeValue(upcast)}; give a function from the event to { data }.`);
    }
  }
}

/**
 * Writes an upcaster as a function; it works as a class with {@link Upcaster} does.
 *
 * @example
 * ```ts
 * export const splitOwner = upcaster('account.opened', { from: 1, to: 2 }, ({ data }: RecordedEvent<{ owner: string }>) => {
 *   const [firstName, lastName] = data.owner.split(' ');
 *   return { data: { firstName, lastName } };
 * });
 * ```
 */
export function upcaster<Data = Record<string, unknown>>(
  type: string,
  versions: UpcasterVersions,
  upcast: (event: RecordedEvent<Data>) => UpcastResult,
): FunctionUpcaster {
  return new FunctionUpcaster(type, versions, upcast as (event: RecordedEvent) => UpcastResult);
}

function checkDeclaration(place: string, type: unknown, versions: unknown): UpcasterDeclaration {
  if (!isEventType(type)) {
    throw invalid(`${place}: ${describeValue(type)} is no stored type; give dotted words, such as 'account.opened'.`);
  }
  const { from, to } = (versions ?? {}) as Record<string, unknown>;
  if (isVersion(from) && isVersion(to) && from < to) return { type, from, to };
  throw invalid(
    `${place} leads '${type}' from version ${describeValue(from)} to ${describeValue(to)}; ` +
      `give { from, to }, two whole numbers from 1, the second one higher.`,
  );
}

function isVersion(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 1;
}

function invalid(message: string): ConfigurationError {
  return new ConfigurationError('INVALID_DECLARATION', message);
}
