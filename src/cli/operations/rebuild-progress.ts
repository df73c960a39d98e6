import type { RebuildProgress } from '../../projections/index.js';
import type { Terminal } from '../terminal.js';

const barWidth = 24;

/** Shows how far a rebuild has come: as a bar on a terminal, else as a line every tenth of the way. */
export class ProgressDisplay {
  #shownTenth = -1;
  #isDrawn = false;

  constructor(
    private readonly terminal: Pick<Terminal, 'stderr'>,
    private readonly name: string,
  ) {}

  show({ position, head, eventsPerSecond }: RebuildProgress): void {
    const [done, total] = [position + 1, Math.max(head + 1, 1)];
    const percent = String(Math.floor((100 * done) / total));
    const figures = `${String(done)} of ${String(head + 1)}, ${String(eventsPerSecond)} events/s`;
    if (this.terminal.stderr.isTTY === true) {
      const filled = Math.min(barWidth, Math.floor((barWidth * done) / total));
      const bar = '█'.repeat(filled) + '░'.repeat(barWidth - filled);
      this.terminal.stderr.write(`\r\u001b[K${this.name} ${bar} ${percent.padStart(3)} %  ${figures}`);
      this.#isDrawn = true;
      return;
    }
    const tenth = Math.floor((10 * done) / total);
    if (tenth === this.#shownTenth) return;
    this.#shownTenth = tenth;
    this.terminal.stderr.write(`${this.name}: ${percent} %, ${figures}\n`);
  }

  /** Leaves the last state on a line of its own. */
  end(): void {
    if (this.#isDrawn) this.terminal.stderr.write('\n');
    this.#isDrawn = false;
  }
}
