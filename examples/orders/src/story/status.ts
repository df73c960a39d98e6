import type { ApplicationStatus } from 'annals';
import type { Print } from './lines.js';

/** What `app.status()` says, in short. */
export function printStatus(print: Print, status: ApplicationStatus): void {
  print(`  ${status.isHealthy ? 'healthy' : 'NOT healthy'}, the log ends at position ${String(status.head)}`);
  for (const { name, state, lag } of status.projections)
    row(print, `projection/${name}`, `${state}, lag ${String(lag)}`);
  for (const { id, state, lag, retrying, deadLetters } of status.subscriptions) {
    row(print, id, `${state}, lag ${String(lag)}, retrying ${String(retrying)}, dead letters ${String(deadLetters)}`);
  }
  for (const { name, active, overdue, dead } of status.due) {
    row(print, `due/${name}`, `waiting ${String(active)}, overdue ${String(overdue)}, dead letters ${String(dead)}`);
  }
}

function row(print: Print, name: string, text: string): void {
  print(`  ${name.padEnd(28)} ${text}`);
}
