export { checkReadAll, checkReadPage, type CheckedEventFilter, type CheckedReadPage } from './event-filter-options.js';
export type { EventLog, EventPage, ReadPageOptions } from './event-log.js';
export { checkEventQuery, type CheckedEventQuery } from './event-query-options.js';
export type { EventQuery, EventQueryPage } from './event-query.js';
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
export { foldStream } from './fold-stream.js';
export { deepFreeze } from './freeze.js';
export type { EventLiteral, NewEvent } from './new-event.js';
export { prepareAppend, type PreparedAppend, type PreparedEvent } from './prepared-append.js';
export { prepareAppends } from './prepared-appends.js';
export {
  checkListStreams,
  checkMoment,
  checkOptions,
  checkReadStream,
  checkStrings,
  requireWholeNumber,
  type CheckedReadStream,
} from './read-options.js';
export type { EventMetadata, RecordedEvent } from './recorded-event.js';
export { requireSnapshotFits, type Snapshot, type SnapshotStore } from './snapshot-store.js';
export { copyStorable, isPlainObject } from './storable-data.js';
export { checkStreamId } from './stream-id.js';
export { selectTypes, type TypeSelection } from './type-pattern.js';
export {
  FunctionUpcaster,
  Upcaster,
  upcaster,
  upcasterDeclarationOf,
  type RunnableUpcaster,
  type UpcastEvent,
  type UpcasterClassDecorator,
  type UpcasterDeclaration,
  type UpcasterVersions,
  type UpcastResult,
} from './upcaster.js';
export { Upcasting } from './upcasting.js';
export { UpcastingEventStore } from './upcasting-event-store.js';
