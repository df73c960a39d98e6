/** The first index whose element passes a test that, once passed, every later element passes too. */
export function firstIndexWhere<T>(sorted: readonly T[], test: (element: T) => boolean): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const element = sorted[middle];
    if (element !== undefined && test(element)) high = middle;
    else low = middle + 1;
  }
  return low;
}
