/** A call of a load: the how-manieth it is, and which of the concurrent workers makes it. */
export type Call = (index: number, worker: number) => Promise<unknown>;

/** Keeps so many calls under way until all are done. */
export async function inFlight(width: number, count: number, call: Call): Promise<void> {
  let next = 0;
  const work = async (worker: number) => {
    while (next < count) await call(next++, worker);
  };
  await Promise.all(Array.from({ length: width }, (_, worker) => work(worker)));
}

/** What {@link inFlightFor} has done. */
export interface LoadResult {
  readonly count: number;
  /** Calls per second. */
  readonly rate: number;
  /** Milliseconds of each call, in the order in which they ended. */
  readonly latencies: readonly number[];
}

/** Keeps so many calls under way until the time is over, and finishes those it has begun. */
export async function inFlightFor(width: number, seconds: number, call: Call): Promise<LoadResult> {
  const latencies: number[] = [];
  const began = performance.now();
  const end = began + seconds * 1_000;
  let next = 0;
  const work = async (worker: number) => {
    for (let start = began; start < end;) {
      await call(next++, worker);
      const now = performance.now();
      latencies.push(now - start);
      start = now;
    }
  };
  await Promise.all(Array.from({ length: width }, (_, worker) => work(worker)));
  const rate = (latencies.length * 1_000) / (performance.now() - began);
  return { count: latencies.length, rate, latencies };
}
