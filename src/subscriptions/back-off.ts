/** How long to wait before attempt `attempt` (from 1) of something that failed: 50 ms doubling to 10 s, with jitter. */
export function backOffMs(attempt: number): number {
  const ceiling = Math.min(50 * 2 ** (attempt - 1), 10_000);
  return ceiling / 2 + Math.random() * (ceiling / 2);
}
