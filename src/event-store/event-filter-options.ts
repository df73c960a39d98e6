import type { ReadPageOptions } from './event-log.js';
import type { EventFilter, ReadAllOptions } from './event-store.js';
import { checkOptions, checkStrings, requireWholeNumber, wholeNumber } from './read-options.js';
import { selectTypes, type TypeSelection } from './type-pattern.js';

/** {@link EventFilter} with its patterns read. */
export interface CheckedEventFilter {
  /** `undefined` where every type is wanted. */
  readonly types: TypeSelection | undefined;
  readonly streams: readonly string[] | undefined;
}

/** A read of the log with every default filled in. */
export interface CheckedReadPage extends CheckedEventFilter {
  readonly after: number;
  readonly maxCount: number;
}

/** @throws InvalidArgumentError */
export function checkReadAll(given?: ReadAllOptions): CheckedReadPage {
  const options = checkOptions(given);
  return {
    ...checkEventFilter(options),
    after: wholeNumber('after', options.after, -1, -1),
    maxCount: wholeNumber('maxCount', options.maxCount, 0, Number.MAX_SAFE_INTEGER),
  };
}

/** @throws InvalidArgumentError */
export function checkReadPage(options: ReadPageOptions): CheckedReadPage {
  return {
    ...checkEventFilter(options),
    after: requireWholeNumber('after', options.after, -1),
    maxCount: requireWholeNumber('maxCount', options.maxCount, 1),
  };
}

function checkEventFilter({ types, streams }: EventFilter): CheckedEventFilter {
  const selection = types === undefined ? undefined : selectTypes('types', types);
  return {
    types: selection?.isEverything === true ? undefined : selection,
    streams: streams === undefined ? undefined : [...checkStrings('streams', streams)],
  };
}
