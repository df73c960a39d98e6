import { PrintedMail, type Letter } from '../customers/index.js';
import { Arrivals } from './arrivals.js';

/** Printed letters that the story can wait for. */
export class AwaitedMail extends PrintedMail {
  readonly letters = new Arrivals<Letter>();

  override async send(letter: Letter): Promise<void> {
    await super.send(letter);
    this.letters.add(letter);
  }
}
