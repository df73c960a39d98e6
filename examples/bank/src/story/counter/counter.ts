/** A counter with two clerks, who both look at the account before either of them pays out. */
export class Counter {
  #clerks = 0;
  #open: () => void = () => undefined;
  readonly #bothHaveLooked = new Promise<void>((resolve) => (this.#open = resolve));

  /** A clerk has looked; resolves when the other one has, too. */
  async looked(): Promise<void> {
    this.#clerks += 1;
    if (this.#clerks === 2) this.#open();
    await this.#bothHaveLooked;
  }
}
