import { styleText } from 'node:util';

/** Takes the lines of the story. */
export type Print = (line: string) => void;

export const toConsole: Print = (line) => console.log(line);

export function heading(print: Print, text: string): void {
  print('');
  print(process.stdout.isTTY ? styleText('bold', text) : text);
}
