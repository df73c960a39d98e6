import { v5 as uuidv5 } from 'uuid';
import { newId } from '../messages/index.js';

/** The namespace of event ids that derive from a command id (a random UUID, fixed for ever). */
const namespace = '6f1f3c1e-59f0-4c36-9b3b-6f5c1f0c8f52';

/** Gives the n-th event of a command its id. */
export type EventIds = (index: number) => string;

/** Ids that are the same whenever the same command runs (UUID version 5 of RFC 9562). */
export function eventIdsOf(commandId: string): EventIds {
  return (index) => uuidv5(`${commandId}#${String(index)}`, namespace);
}

/** New ids. */
export const freshEventIds: EventIds = newId;
