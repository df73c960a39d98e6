import type { RecordedEvent } from '../event-store/index.js';
import type { MessageContext } from '../messages/index.js';

/** The context of what an event sets going: it is the cause, and its facts (who, why) go along. */
export function eventContext({ eventId, metadata }: RecordedEvent): MessageContext {
  const { correlationId = eventId, causationId: _, schemaVersion: __, ...facts } = metadata;
  return { messageId: eventId, correlationId, metadata: facts };
}
