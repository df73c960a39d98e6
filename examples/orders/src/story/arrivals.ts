/** What comes in one by one, and can be waited for. */
export class Arrivals<T> {
  readonly #all: T[] = [];
  readonly #waiting = new Set<(item: T) => void>();

  get all(): readonly T[] {
    return this.#all;
  }

  add(item: T): void {
    this.#all.push(item);
    for (const look of this.#waiting) look(item);
  }

  /** The first one that fits, whether it is there already or is still to come. @throws when it takes too long */
  first(what: string, fits: (item: T) => boolean, limitMs = 20_000): Promise<T> {
    const there = this.#all.find(fits);
    if (there !== undefined) return Promise.resolve(there);
    return new Promise((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        this.#waiting.delete(look);
      };
      const look = (item: T) => {
        if (!fits(item)) return;
        end();
        resolve(item);
      };
      const timer = setTimeout(() => {
        end();
        reject(new Error(`${what} did not come within ${String(limitMs)} ms.`));
      }, limitMs);
      this.#waiting.add(look);
    });
  }
}
