import type { EventLog, EventStore } from '../../event-store/index.js';
import { testRunner } from './test-runner.js';
import { useSubject, type CreateContractSubject } from './subject.js';
import { describeAppending } from './event-store/append.js';
import { describeBadInput } from './event-store/bad-input.js';
import { describeBadQueries } from './event-store/bad-queries.js';
import { describeBatches } from './event-store/batches.js';
import { describeClosing } from './event-store/closing.js';
import { describeConcurrency } from './event-store/concurrency.js';
import { describeFolding } from './event-store/folding.js';
import { describeFreezing } from './event-store/freezing.js';
import { describeIdempotency } from './event-store/idempotency.js';
import { describeLimits } from './event-store/limits.js';
import { describePages } from './event-store/pages.js';
import { describeQueries } from './event-store/queries.js';
import { describeReading } from './event-store/reading.js';
import { describeReadingAll } from './event-store/reading-all.js';
import { describeRoundTrip } from './event-store/round-trip.js';
import { describeSeveralStreams } from './event-store/several-streams.js';
import { describeStreams } from './event-store/streams.js';
import { describeTime } from './event-store/time.js';
import { describeUnstorableData } from './event-store/unstorable-data.js';
import { describeVersions } from './event-store/versions.js';

/**
 * Tests every promise of the event store port on an adapter. Needs the globals of Jest, or of Vitest with
 * `globals: true`.
 *
 * @param create opens the store under test; each call opens the same data anew, as another process would
 * @example
 * ```ts
 * describeEventStoreContract('MyEventStore', async () => {
 *   const store = await MyEventStore.connect(url);
 *   return { store, close: () => store.close() };
 * });
 * ```
 */
export function describeEventStoreContract(name: string, create: CreateContractSubject<EventStore & EventLog>): void {
  testRunner().describe(`${name} keeps the event store contract`, () => {
    const subject = useSubject(create);
    describeAppending(subject);
    describeVersions(subject);
    describeIdempotency(subject);
    describeSeveralStreams(subject);
    describeReading(subject);
    describeReadingAll(subject);
    describePages(subject);
    describeQueries(subject);
    describeTime(subject);
    describeFolding(subject);
    describeStreams(subject);
    describeRoundTrip(subject);
    describeFreezing(subject);
    describeUnstorableData(subject);
    describeBadInput(subject);
    describeBadQueries(subject);
    describeLimits(subject);
    describeBatches(subject);
    describeConcurrency(subject);
    describeClosing(create);
  });
}
