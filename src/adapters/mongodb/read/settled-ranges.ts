/** Ranges of positions where nothing can change any more; each begins and ends between two commits. */
export class SettledRanges {
  /** Ends by their starts, apart from each other. */
  readonly #ends = new Map<number, number>();

  /** The end of the range that `start` lies in or begins; `start` itself where nothing is known. */
  endFrom(start: number): number {
    const end = this.#ends.get(start);
    if (end !== undefined) return end;
    for (const [from, to] of this.#ends) if (from < start && start < to) return to;
    return start;
  }

  add(start: number, end: number): void {
    if (start >= end) return;
    let from = start;
    let to = end;
    for (const [otherStart, otherEnd] of this.#ends) {
      if (otherStart > to || otherEnd < from) continue;
      this.#ends.delete(otherStart);
      from = Math.min(from, otherStart);
      to = Math.max(to, otherEnd);
    }
    this.#ends.set(from, to);
  }
}
