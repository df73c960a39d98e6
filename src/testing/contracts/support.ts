import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { AnnalsError } from '../../errors/index.js';
import type { EventLiteral, EventLog, EventStore, RecordedEvent } from '../../event-store/index.js';
import type { OpenSubject } from './subject.js';

export type EventStoreSubject = OpenSubject<EventStore & EventLog>;

/** A stream id that no other test uses. */
export function newStreamId(category = 'order'): string {
  return `${category}-${randomUUID()}`;
}

/** An event that tells where it belongs. */
export function numbered(number: number, type = 'order.numbered'): EventLiteral {
  return { type, data: { number } };
}

/** Events numbered from 0. */
export function numberedEvents(count: number): EventLiteral[] {
  return Array.from({ length: count }, (_, index) => numbered(index));
}

/** The numbers of events made by {@link numbered}. */
export function numbersOf(events: readonly RecordedEvent[]): unknown[] {
  return events.map(({ data }) => data.number);
}

/** The whole numbers from 0, so many of them. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export async function collect<T>(iterable: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of iterable) items.push(item);
  return items;
}

/**
 * Asserts that a call returns a promise, which rejects with an Annals error that has these fields.
 *
 * @param about what the call was given, for the message where that is not so
 */
export async function assertRejects(
  call: () => Promise<unknown>,
  fields: Readonly<Record<string, unknown>> & { readonly code: string },
  about = '',
): Promise<void> {
  const failure: unknown = await call().then(
    () => assert.fail(`The call succeeded, but ${fields.code} was expected. ${about}`),
    (error: unknown) => error,
  );
  if (!AnnalsError.is(failure)) throw failure;
  const facts = Object.fromEntries(Object.keys(fields).map((key) => [key, Reflect.get(failure, key) as unknown]));
  assert.deepEqual(facts, fields, `${failure.message} ${about}`);
}

/** Asserts that what a test does stores no event. */
export async function assertNothingStored({ store }: EventStoreSubject, act: () => Promise<unknown>): Promise<void> {
  const before = await store.headPosition();
  await act();
  assert.equal(await store.headPosition(), before, 'the head must not move');
}
