/** How many of the latest lines are kept to explain a failed start. */
const keptLines = 200;

/** The log of a mongod: cuts its output into whole lines, and remembers the latest ones. */
export class MongodLog {
  #unfinished = '';
  readonly #lines: string[] = [];

  /** Takes a piece of output and returns the lines that it completes. */
  add(piece: string): string[] {
    const lines = (this.#unfinished + piece).split('\n');
    this.#unfinished = lines.pop() ?? '';
    this.#lines.push(...lines);
    this.#lines.splice(0, this.#lines.length - keptLines);
    return lines;
  }

  /** Whether the latest lines contain the text. */
  has(text: string): boolean {
    return this.#lines.some((line) => line.includes(text));
  }

  /** What the latest error lines say, as one text; empty where there are none. */
  errors(): string {
    return this.#lines
      .filter((line) => /"s":"[EF]"/.test(line) || !line.startsWith('{'))
      .map((line) => line.trim())
      .filter((line) => line !== '')
      .slice(-3)
      .join('\n');
  }
}
