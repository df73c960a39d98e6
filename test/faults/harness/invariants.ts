import { commitsOf, eventsOf, type Evidence, type Reading, type SeenEvent } from './evidence.js';
import type { Operation, Part } from './history.js';
import type { StoredDocument } from './stored-log.js';

/** The codes that a writer may be refused with while servers come and go. */
const excusableCodes = new Set(['STORE_UNAVAILABLE']);

/** Says in what the evidence breaks the promises of the event store; nothing, when it keeps them. */
export function violations(evidence: Evidence): readonly string[] {
  return [
    ...logViolations(evidence),
    ...streamViolations(evidence),
    ...appendViolations(evidence),
    ...evidence.readings.flatMap((reading) => [...readingViolations(evidence, reading)]),
  ];
}

/** No position and no event twice, time never back, and no tombstone where a commit begins or would begin. */
function* logViolations({ log }: Evidence): Generator<string> {
  const eventIds = new Set<string>();
  let end = 0;
  let latest = 0;
  for (const document of log) {
    const { globalPosition, count, createdAt } = document;
    const isTombstone = document.eventIds.length === 0;
    if (globalPosition > end)
      yield `the positions ${end} to ${globalPosition - 1} hold neither a commit nor a tombstone`;
    if (globalPosition < end && !isTombstone) yield `${named(document)} lies inside of the commit before it`;
    end = Math.max(end, globalPosition + count);
    if (isTombstone) continue;
    if (document.eventIds.length !== count) yield `${named(document)} counts ${count} events`;
    if (createdAt < latest) yield `${named(document)} is older than a commit at a lower position`;
    latest = Math.max(latest, createdAt);
    for (const eventId of document.eventIds) {
      if (eventIds.has(eventId)) yield `the event ${eventId} is stored twice`;
      eventIds.add(eventId);
    }
  }
}

/** Each stream counts from 0 without a gap or a double, in the order of the log. */
function* streamViolations(evidence: Evidence): Generator<string> {
  const ends = new Map<string, number>();
  for (const commit of commitsOf(evidence)) {
    const next = ends.get(commit.streamId) ?? 0;
    if (commit.streamPosition !== next) yield `${named(commit)} stands where the stream's position ${next} belongs`;
    ends.set(commit.streamId, commit.streamPosition + commit.count);
  }
}

/** What is acknowledged is stored where it was said, what is refused is not, and nothing is stored in part. */
function* appendViolations(evidence: Evidence): Generator<string> {
  const commitOf = new Map(
    commitsOf(evidence).flatMap((commit) => commit.eventIds.map((eventId) => [eventId, commit])),
  );
  const known = new Set<string>();
  for (const operation of evidence.history) {
    const { id, intent, outcome } = operation;
    if (outcome.kind === 'refused' && !excusableCodes.has(outcome.code)) {
      yield `${id} was refused with ${outcome.code}: ${outcome.message}`;
    }
    if (intent.kind === 'read') continue;
    for (const eventId of intent.parts.flatMap(({ eventIds }) => eventIds)) known.add(eventId);
    const commits = intent.parts.map((part) => wholeCommit(part, commitOf));
    if (commits.includes('torn')) yield `${id} is stored in part`;
    else if (commits.some((commit) => commit === undefined) && commits.some((commit) => commit !== undefined)) {
      yield `${id} is stored in some of its streams only`;
    } else yield* outcomeViolations(operation, commits);
  }
  for (const [eventId, commit] of commitOf) if (!known.has(eventId)) yield `nobody appended ${named(commit)}`;
}

function* outcomeViolations(
  { id, outcome }: Operation,
  commits: readonly (StoredDocument | 'torn' | undefined)[],
): Generator<string> {
  if (outcome.kind === 'unknown') return;
  for (const [index, commit] of commits.entries()) {
    if (outcome.kind !== 'stored') {
      if (commit !== undefined) yield `${id} is stored, although it was refused (${outcome.kind})`;
      continue;
    }
    const place = outcome.places[index];
    if (commit === undefined || commit === 'torn') yield `${id} is not stored, although it was acknowledged`;
    else if (
      place?.streamVersion !== commit.streamPosition + commit.count - 1 ||
      place.globalPosition !== commit.globalPosition + commit.count - 1
    ) {
      yield `${id} is ${named(commit)}, but was acknowledged as ${JSON.stringify(place)}`;
    }
  }
}

/** The commit that holds the whole part and nothing else. */
function wholeCommit(
  { streamId, eventIds }: Part,
  commitOf: ReadonlyMap<string, StoredDocument>,
): StoredDocument | 'torn' | undefined {
  const commits = new Set(eventIds.map((eventId) => commitOf.get(eventId)));
  const [commit] = commits;
  if (commits.size > 1) return 'torn';
  if (commit === undefined) return undefined;
  return commit.streamId === streamId && commit.eventIds.join() === eventIds.join() ? commit : 'torn';
}

/** A reader saw every event that it asked for, once, at its place and in the order of the log. */
function* readingViolations(evidence: Evidence, { name, types, streamId, seen }: Reading): Generator<string> {
  const wanted = eventsOf(evidence).filter(
    (event) => (types?.includes(event.type) ?? true) && (streamId === undefined || event.streamId === streamId),
  );
  const odd = seen.findIndex((event, index) => described(event) !== described(wanted[index]));
  if (odd >= 0) yield `${name} saw ${described(seen[odd])} where ${described(wanted[odd])} belongs`;
  else if (seen.length < wanted.length) {
    yield `${name} never saw ${described(wanted[seen.length])}, nor what comes after it`;
  }
}

function described(event: SeenEvent | undefined): string {
  if (event === undefined) return 'nothing';
  const { globalPosition, streamId, streamPosition, eventId } = event;
  return `${globalPosition} (${streamId} ${streamPosition}, ${eventId})`;
}

function named({ globalPosition, streamId, streamPosition, eventIds }: StoredDocument): string {
  return `the commit ${globalPosition} (${streamId} ${streamPosition}, ${eventIds.join(' ')})`;
}
