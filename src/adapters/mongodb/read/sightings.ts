/**
 * How high the log was at which moment, by this process's own clock that never jumps: what is missing below a height
 * seen long ago has been missing since then.
 */
export class Sightings {
  readonly #ageMs: number;
  #seen: { readonly at: number; readonly height: number }[] = [];

  constructor(ageMs: number) {
    this.#ageMs = ageMs;
  }

  /** @param height a position that a document lies at or above */
  add(height: number, now = performance.now()): void {
    const last = this.#seen.at(-1);
    if (last !== undefined && last.height >= height) return;
    this.#seen.push({ at: now, height });
  }

  /** What is missing below this position is older than the limit; -1 when nothing is. */
  oldBelow(now = performance.now()): number {
    const firstYoung = this.#seen.findIndex(({ at }) => at > now - this.#ageMs);
    const newestOld = firstYoung === -1 ? this.#seen.length - 1 : firstYoung - 1;
    if (newestOld > 0) this.#seen = this.#seen.slice(newestOld);
    return newestOld >= 0 ? (this.#seen[0]?.height ?? -1) : -1;
  }
}
