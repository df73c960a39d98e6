import { Arrivals } from './arrivals.js';
import { Mail, type Letter } from './customers/index.js';
import type { Print } from './lines.js';

/** Prints the letters to the customers. */
export class PrintedMail extends Mail {
  readonly letters = new Arrivals<Letter>();

  constructor(private readonly print: Print) {
    super();
  }

  override async send(letter: Letter): Promise<void> {
    this.print(`  mail to ${letter.to}: ${letter.text}`);
    this.letters.add(letter);
  }
}
