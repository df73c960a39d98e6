import { describeValue, InvalidArgumentError } from '../errors/index.js';

/**
 * What an append expects of its stream: the position of the last event (-1 for none), or in words.
 *
 * `'no_stream'` is the same as -1; `'stream_exists'` asks for at least one event; `'any'` asks for nothing.
 */
export type ExpectedStreamVersion = number | 'any' | 'no_stream' | 'stream_exists';

/** Refuses what is no expected version, before anything is read. @throws InvalidArgumentError */
export function checkExpectedStreamVersion(expected: unknown): ExpectedStreamVersion {
  if (expected === undefined) return 'any';
  if (expected === 'any' || expected === 'no_stream' || expected === 'stream_exists') return expected;
  if (typeof expected === 'number' && Number.isSafeInteger(expected) && expected >= -1) return expected;
  throw new InvalidArgumentError(
    'INVALID_EXPECTED_VERSION',
    `expectedStreamVersion is ${describeValue(expected)}; give a whole number from -1 to 2^53 - 1, ` +
      `'any', 'no_stream' or 'stream_exists'.`,
  );
}

/** Tells whether a stream at `actual` (-1 for none) is what the append expects. */
export function meetsExpectation(expected: ExpectedStreamVersion, actual: number): boolean {
  if (expected === 'any') return true;
  if (expected === 'no_stream') return actual === -1;
  if (expected === 'stream_exists') return actual >= 0;
  return expected === actual;
}
