import type { EventQuery } from './event-query.js';
import { checkMoment, checkOptions, isBackwards, refused, requireWholeNumber } from './read-options.js';
import { checkStreamId } from './stream-id.js';
import { selectTypes, type TypeSelection } from './type-pattern.js';

/** {@link EventQuery} with every default filled in. */
export interface CheckedEventQuery {
  readonly types: TypeSelection | undefined;
  readonly streamPrefix: string;
  readonly streamId: string | undefined;
  readonly createdFrom: Date | undefined;
  readonly createdTo: Date | undefined;
  readonly correlationId: string | undefined;
  readonly backwards: boolean;
  readonly after: number | undefined;
  readonly maxCount: number;
}

const defaultCount = 100;
const maximumCount = 10_000;

/** @throws InvalidArgumentError */
export function checkEventQuery(given?: EventQuery): CheckedEventQuery {
  const query = checkOptions(given);
  const { types, streamId, direction = 'backwards', after, maxCount = defaultCount } = query;
  return {
    types: types === undefined ? undefined : selectTypes('types', types),
    streamPrefix: wellFormed('streamPrefix', query.streamPrefix) ?? '',
    streamId: streamId === undefined ? undefined : checkStreamId(streamId),
    createdFrom: checkMoment('createdFrom', query.createdFrom),
    createdTo: checkMoment('createdTo', query.createdTo),
    correlationId: wellFormed('correlationId', query.correlationId),
    backwards: isBackwards(direction),
    after: after === undefined ? undefined : requireWholeNumber('after', after, -1),
    maxCount: requireWholeNumber('maxCount', maxCount, 1, maximumCount),
  };
}

/** Half a surrogate pair would reach the database as another character. */
function wellFormed(name: string, value: unknown): string | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string' && value.isWellFormed()) return value;
  throw refused(name, value, 'a string of whole characters');
}
