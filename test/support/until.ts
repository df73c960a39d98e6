import { setTimeout as delay } from 'node:timers/promises';

/** Waits until a condition holds, looking again every 10 ms, and fails after a limit. */
export async function until(condition: () => boolean | Promise<boolean>, limitMs = 30_000): Promise<void> {
  const deadline = performance.now() + limitMs;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`The condition did not hold within ${String(limitMs)} ms.`);
    await delay(10);
  }
}
