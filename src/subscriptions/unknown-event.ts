import type { RecordedEvent } from '../event-store/index.js';
import type { EventRegistry } from '../messages/index.js';

/** Why the application has no class for an event; nothing when it has one. */
export function unknownEvent(registry: EventRegistry, event: RecordedEvent): Error | undefined {
  try {
    registry.classFor(event);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
