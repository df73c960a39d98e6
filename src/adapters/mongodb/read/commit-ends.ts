const maximumEnds = 10_000;

/** Remembers positions where a commit is known to end and the next begins, so that readers need not look. */
export class CommitEnds {
  readonly #ends = new Set<number>([0]);

  has(position: number): boolean {
    return this.#ends.has(position);
  }

  add(position: number): void {
    if (this.#ends.size >= maximumEnds) {
      this.#ends.clear();
      this.#ends.add(0);
    }
    this.#ends.add(position);
  }
}
