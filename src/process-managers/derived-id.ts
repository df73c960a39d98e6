import { v5 as uuidv5 } from 'uuid';

/** The namespace of ids that derive from what a process manager handles (a random UUID, fixed for ever). */
const namespace = '2c9be5a6-6a5c-4b0e-8d0c-0f6cf3f7b1d4';

/** An id that is the same whenever the same thing is handled again (UUID version 5 of RFC 9562). */
export function derivedId(...facts: readonly (string | number)[]): string {
  return uuidv5(JSON.stringify(facts), namespace);
}
