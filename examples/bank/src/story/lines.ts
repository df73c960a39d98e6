import { styleText } from 'node:util';

export function line(text = ''): void {
  console.log(text);
}

export function heading(text: string): void {
  line();
  line(process.stdout.isTTY ? styleText('bold', text) : text);
}
