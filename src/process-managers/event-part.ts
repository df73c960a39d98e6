import { createHash } from 'node:crypto';
import type { RecordedEvent } from '../event-store/index.js';
import type { ProcessRecord } from './process-record.js';

/**
 * Names an event among those that an upcaster has made of one stored event, which share their position: by type,
 * version and content.
 */
export function partOf({ type, data, metadata }: RecordedEvent): string {
  const digest = createHash('sha1').update(JSON.stringify(data)).digest('base64url');
  return `${kindOf(type, metadata.schemaVersion)}${digest}`;
}

/** Tells whether a record has handled an event before. */
export function hasHandled({ position, parts }: ProcessRecord, event: RecordedEvent): boolean {
  if (event.globalPosition !== position) return event.globalPosition < position;
  if (parts.includes(partOf(event))) return true;
  // The same stored event, read by another release: what it was handled as then, it is not handled as again.
  const own = kindOf(event.type, event.metadata.schemaVersion);
  return parts.some((part) => part.startsWith(`${event.type}@`) && !part.startsWith(own));
}

function kindOf(type: string, version = 1): string {
  return `${type}@${String(version)}#`;
}
