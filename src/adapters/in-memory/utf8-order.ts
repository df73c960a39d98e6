/** Compares well-formed texts by their UTF-8 bytes, as MongoDB does. */
export function compareUtf8(left: string, right: string): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = left.charCodeAt(index) - right.charCodeAt(index);
    if (difference === 0) continue;
    const leftIsSurrogate = isSurrogate(left.charCodeAt(index));
    // UTF-16 puts the characters above U+FFFF before U+E000; UTF-8 puts them last.
    if (leftIsSurrogate !== isSurrogate(right.charCodeAt(index))) return leftIsSurrogate ? 1 : -1;
    return difference;
  }
  return left.length - right.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
