import { describeValue, InvalidArgumentError } from '../errors/index.js';

const maximumBytes = 512;

/** Streams whose id begins so belong to Annals itself. */
const reservedStreamPrefix = '$';

/** Refuses what is no stream id: not a string, empty, over 512 bytes, with NUL, or reserved. @throws InvalidArgumentError */
export function checkStreamId(streamId: unknown): string {
  if (typeof streamId !== 'string') throw refused(streamId, 'a stream id is a string');
  if (streamId === '') throw refused(streamId, 'a stream id is not empty');
  if (!streamId.isWellFormed()) throw refused(streamId, 'it holds half a surrogate pair');
  if (streamId.includes('\0')) throw refused(streamId, 'it holds a NUL character');
  if (streamId.startsWith(reservedStreamPrefix))
    throw refused(streamId, `'${reservedStreamPrefix}' begins the ids of Annals itself`);
  if (Buffer.byteLength(streamId) > maximumBytes) {
    throw refused(streamId, `a stream id has at most ${String(maximumBytes)} bytes of UTF-8`);
  }
  return streamId;
}

function refused(streamId: unknown, reason: string): InvalidArgumentError {
  return new InvalidArgumentError('INVALID_STREAM_ID', `${describeValue(streamId)} is not a stream id: ${reason}.`);
}
