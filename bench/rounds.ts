/** Something whose speed is measured: it works once through and says how many operations that were. */
export interface Contender {
  readonly name: string;
  run(): Promise<number>;
}

/** What was measured, operations per second. */
export interface Measured {
  readonly name: string;
  readonly rates: readonly number[];
}

/**
 * Runs contenders side by side: each once to warm up, then in turn, round by round, so that a slow moment of the
 * machine meets all of them.
 */
export async function measure(contenders: readonly Contender[], rounds = 3): Promise<readonly Measured[]> {
  const rates = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (const { run } of contenders) await run();
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of contenders) {
      const began = performance.now();
      const operations = await run();
      rates.get(name)?.push((operations * 1000) / (performance.now() - began));
    }
  }
  return contenders.map(({ name }) => ({ name, rates: rates.get(name) ?? [] }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Round by round, how many times as fast as the first one. */
export function ratios(measured: Measured, base: Measured): readonly number[] {
  return measured.rates.map((rate, round) => rate / (base.rates[round] ?? Number.NaN));
}
