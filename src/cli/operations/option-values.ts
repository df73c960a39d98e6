import { InvalidArgumentError } from 'commander';

/** Reads a number of things, from 1. @throws commander's InvalidArgumentError */
export function parseCount(text: string): number {
  return wholeNumber(text, 1);
}

/** Reads a global position, from 0. @throws commander's InvalidArgumentError */
export function parsePosition(text: string): number {
  return wholeNumber(text, 0);
}

/** For an option that may be given several times. */
export function collect(text: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, text];
}

function wholeNumber(text: string, minimum: number): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(number) && number >= minimum) return number;
  throw new InvalidArgumentError(`Give a whole number from ${String(minimum)}.`);
}
