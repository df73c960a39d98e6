import type { Contender } from '../contest.js';
import type { Sample } from './sample.js';

/** The samples of one contender, round by round. */
export interface Measured {
  readonly name: string;
  readonly samples: readonly Sample[];
}

/**
 * Runs contenders side by side: each once to warm up, then in turn, round by round, so that a slow moment of the
 * machine meets all of them.
 */
export async function measure(contenders: readonly Contender[], rounds: number): Promise<readonly Measured[]> {
  const measured = contenders.map(({ name }) => ({ name, samples: [] as Sample[] }));
  for (const contender of contenders) await (contender.warmUp?.() ?? contender.run());
  for (let round = 0; round < rounds; round++) {
    for (const [index, contender] of contenders.entries()) measured[index]?.samples.push(await contender.run());
  }
  return measured;
}
