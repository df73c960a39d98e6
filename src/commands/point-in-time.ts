import { InvalidArgumentError } from '../errors/index.js';
import { checkMoment, checkOptions, requireWholeNumber } from '../event-store/index.js';

/** A moment or a version in the past; one of the two. */
export interface PointInTime {
  /** As it was at this moment, by the database's clock: with everything stored until then. */
  readonly asOf?: Date;
  /** As it was after the event at this stream position, from 0. */
  readonly atPosition?: number;
}

/** The point in time that was asked for; `undefined` for now. @throws InvalidArgumentError */
export function checkPointInTime(given: PointInTime | undefined): PointInTime | undefined {
  const { asOf, atPosition } = checkOptions(given);
  if (asOf !== undefined && atPosition !== undefined) {
    throw new InvalidArgumentError(
      'INVALID_OPTION',
      'The options asOf and atPosition are both given; give one of the two.',
    );
  }
  if (atPosition !== undefined) return { atPosition: requireWholeNumber('atPosition', atPosition, 0) };
  const moment = checkMoment('asOf', asOf);
  return moment && { asOf: moment };
}
