import Table from 'cli-table3';
import { stages, type Funnel, type Stage } from './applications/index.js';

const names: Readonly<Record<Stage, string>> = {
  submitted: 'A_SUBMITTED',
  partlySubmitted: 'A_PARTLYSUBMITTED',
  preaccepted: 'A_PREACCEPTED',
  accepted: 'A_ACCEPTED',
  finalized: 'A_FINALIZED',
  approved: 'A_APPROVED',
  declined: 'A_DECLINED',
  cancelled: 'A_CANCELLED',
};

/** The funnel as a table, with the share of all submitted applications. */
export function funnelTable({ counts }: Funnel): string {
  const table = new Table({
    head: ['stage', 'in the log', 'applications', 'share'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'left', 'right', 'right'],
  });
  for (const stage of stages) {
    const share = counts.submitted === 0 ? '' : `${((100 * counts[stage]) / counts.submitted).toFixed(1)} %`;
    table.push([stage, names[stage], counts[stage], share]);
  }
  return table.toString();
}

/** A span of time for people: `5 d 3 h`, `12 min 4 s`. */
export function duration(ms: number | null): string {
  if (ms === null) return 'none was decided';
  const seconds = Math.round(ms / 1000);
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3_600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  if (days > 0) return `${String(days)} d ${String(hours)} h`;
  if (hours > 0) return `${String(hours)} h ${String(minutes)} min`;
  return minutes > 0 ? `${String(minutes)} min ${String(seconds % 60)} s` : `${String(seconds)} s`;
}
