import { Mail, type Letter } from './mail.js';

/** Prints the letters to the customers. */
export class PrintedMail extends Mail {
  constructor(private readonly print: (line: string) => void) {
    super();
  }

  override async send({ to, text }: Letter): Promise<void> {
    this.print(`  mail to ${to}: ${text}`);
  }
}
