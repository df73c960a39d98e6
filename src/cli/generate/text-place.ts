/** Where a line ends whose code ends at a place: behind the remark on it. Code that follows is not passed over. */
export function endOfLine(text: string, place: number): number {
  const rest = /^[ \t]*;?[ \t]*(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^\r\n])*\*\/[ \t]*)?(?=\r?\n|$)/.exec(text.slice(place));
  return place + (rest?.[0].length ?? 0);
}

/** The white space before a place, where there is nothing else on its line; undefined where there is. */
export function indentAt(text: string, place: number): string | undefined {
  return /(?:^|[\r\n])([ \t]*)$/.exec(text.slice(0, place).replace(/^\uFEFF/, ''))?.[1];
}

/** The white space at the beginning of the line of a place. */
export function lineIndent(text: string, place: number): string {
  const line = text.slice(text.lastIndexOf('\n', place - 1) + 1, place);
  return /^[ \t]*/.exec(line.replace(/^\uFEFF/, ''))?.[0] ?? '';
}
