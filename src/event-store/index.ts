export type { EventLog, EventPage, ReadPageOptions } from './event-log.js';
export type {
  AggregateStreamOptions,
  AppendOptions,
  AppendResult,
  EventFilter,
  EventStore,
  ListStreamsOptions,
  ReadAllOptions,
  ReadStreamOptions,
  StreamAppend,
  StreamInfo,
} from './event-store.js';
export { meetsExpectation, type ExpectedStreamVersion } from './expected-stream-version.js';
export { deepFreeze } from './freeze.js';
export type { EventLiteral, NewEvent } from './new-event.js';
export { prepareAppend, type PreparedAppend, type PreparedEvent } from './prepared-append.js';
export { prepareAppends } from './prepared-appends.js';
export {
  checkListStreams,
  checkReadAll,
  checkReadPage,
  checkReadStream,
  checkStrings,
  type CheckedReadStream,
} from './read-options.js';
export type { EventMetadata, RecordedEvent } from './recorded-event.js';
export { copyStorable } from './storable-data.js';
export { checkStreamId } from './stream-id.js';
