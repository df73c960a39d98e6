const lastCodePoint = 0x10_ffff;
const firstSurrogate = 0xd800;
const afterSurrogates = 0xe000;

/** The first text behind all that begin with a prefix, by UTF-8 bytes; `undefined` when there is none. */
export function prefixEnd(prefix: string): string | undefined {
  const characters = Array.from(prefix, (character) => character.codePointAt(0) ?? 0);
  const last = characters.findLastIndex((codePoint) => codePoint < lastCodePoint);
  if (last === -1) return undefined;
  const next = (characters[last] ?? 0) + 1;
  const raised = next === firstSurrogate ? afterSurrogates : next;
  return String.fromCodePoint(...characters.slice(0, last), raised);
}
