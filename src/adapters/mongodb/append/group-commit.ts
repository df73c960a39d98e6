import { AppendOutcomeUnknownError } from '../../../errors/index.js';
import type { PreparedEvent } from '../../../event-store/index.js';
import { toAnnalsError } from '../connection/driver-error.js';
import { toDocument, type PlacedCommit } from '../log/commit-document.js';
import { insertDocuments, type InsertFailure, type UniqueKey } from '../log/insert-documents.js';
import type { LogCollections } from '../log/log-collections.js';
import { reservePositions, type Reservation } from '../log/reserve-positions.js';
import { closePositions } from '../log/tombstone.js';
import type { BackgroundWork } from './background-work.js';
import { isOutcomeUnknown, settleOutcome } from './settle-outcome.js';

/** An append that has its place in its stream, behind a version that was the head once. */
export interface CommitRequest {
  readonly streamId: string;
  readonly streamPosition: number;
  readonly events: readonly PreparedEvent[];
  readonly bytes: number;
}

/** The commit as it is stored, or why it is not: `'absent'` when its global position was closed. */
export type CommitOutcome =
  { readonly stored: PlacedCommit } | { readonly refused: Exclude<UniqueKey, 'global-position'> | 'absent' };

interface Waiting {
  readonly request: CommitRequest;
  readonly resolve: (outcome: CommitOutcome) => void;
  readonly reject: (error: unknown) => void;
}

/** More batches at once make smaller batches. */
const maximumBatches = 3;
const maximumCommitsPerBatch = 1_000;
/** One insert is a message of at most 16 MiB; a commit that is larger than this goes alone. */
const maximumBytesPerBatch = 8 * 1024 * 1024;
const envelopeBytes = 1_024;

/**
 * Stores appends that wait at the same time together: one step of the position counter, then one insert.
 *
 * The caller makes sure that a stream stands at most once in all that is under way. Two appends of one stream in one
 * insert would leave a gap when the first one fails.
 */
export class GroupCommit {
  readonly #log: LogCollections;
  readonly #background: BackgroundWork;
  readonly #onStored: () => void;
  #waiting: Waiting[] = [];
  #underWay = 0;
  #isScheduled = false;

  constructor(log: LogCollections, background: BackgroundWork, onStored: () => void) {
    this.#log = log;
    this.#background = background;
    this.#onStored = onStored;
  }

  /** @throws AppendOutcomeUnknownError, StorageError */
  store(request: CommitRequest): Promise<CommitOutcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.#schedule();
    });
  }

  /** Waits for the end of the turn, so that all calls of one turn go out together. */
  #schedule(): void {
    if (this.#isScheduled || this.#underWay >= maximumBatches || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      const batch = this.#takeBatch();
      this.#underWay++;
      void this.#send(batch).finally(() => {
        this.#underWay--;
        this.#schedule();
      });
      this.#schedule();
    });
  }

  #takeBatch(): readonly Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { request } of this.#waiting) {
      bytes += request.bytes + envelopeBytes;
      if (count > 0 && (bytes > maximumBytesPerBatch || count >= maximumCommitsPerBatch)) break;
      count++;
    }
    return this.#waiting.splice(0, count);
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      const count = batch.reduce((sum, { request }) => sum + request.events.length, 0);
      const placed = place(batch, await reservePositions(this.#log, count));
      await this.#insert(placed);
    } catch (error) {
      const reason = toAnnalsError(error);
      for (const { reject } of batch) reject(reason);
    }
  }

  async #insert(placed: ReadonlyMap<PlacedCommit, Waiting>): Promise<void> {
    const commits = [...placed.keys()];
    let failures: readonly InsertFailure[];
    try {
      failures = await insertDocuments(this.#log, commits.map(toDocument));
    } catch (error) {
      if (isOutcomeUnknown(error)) return this.#settle(placed);
      this.#closeHoles(commits);
      throw error;
    }
    if (failures.length < commits.length) this.#onStored();
    const failed = new Map(failures.map((failure) => [commits[failure.index], failure]));
    this.#closeHoles(commits.filter((commit) => failed.has(commit)));
    for (const [commit, { resolve, reject }] of placed) {
      const failure = failed.get(commit);
      if (failure === undefined) resolve({ stored: commit });
      else if (failure.duplicateOf === undefined) reject(toAnnalsError(failure.error));
      else resolve({ refused: failure.duplicateOf === 'global-position' ? 'absent' : failure.duplicateOf });
    }
  }

  async #settle(placed: ReadonlyMap<PlacedCommit, Waiting>): Promise<void> {
    const settled = await settleOutcome(this.#log, [...placed.keys()]);
    this.#onStored();
    this.#closeHoles([...placed.keys()].filter((commit) => settled.get(commit) === 'absent'));
    for (const [commit, { resolve, reject }] of placed) {
      const is = settled.get(commit);
      if (is === 'stored') resolve({ stored: commit });
      else if (is === 'absent' || is === undefined) resolve({ refused: 'absent' });
      else {
        const eventIds = commit.events.map(({ eventId }) => eventId);
        reject(new AppendOutcomeUnknownError(commit.streamId, eventIds, { cause: is.unknown }));
      }
    }
  }

  /** Readers need not wait for a writer that knows it will not come. */
  #closeHoles(commits: readonly PlacedCommit[]): void {
    if (commits.length === 0) return;
    this.#background.start(() => closePositions(this.#log, commits.flatMap(positionsOf)));
  }
}

function place(batch: readonly Waiting[], { first, createdAt }: Reservation): ReadonlyMap<PlacedCommit, Waiting> {
  let globalPosition = first;
  return new Map(
    batch.map((waiting) => {
      const { streamId, streamPosition, events } = waiting.request;
      const commit = { streamId, streamPosition, globalPosition, events, createdAt };
      globalPosition += events.length;
      return [commit, waiting];
    }),
  );
}

/** All global positions that a commit has. */
export function positionsOf({ globalPosition, events }: PlacedCommit): number[] {
  return events.map((_, index) => globalPosition + index);
}
