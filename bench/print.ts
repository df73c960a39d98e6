import Table from 'cli-table3';
import { styleText } from 'node:util';
import type { Target } from './contest.js';
import type { Machine } from './machine.js';
import type { ComparisonReport, Report, Spread, WorkloadReport } from './report.js';

const style = { head: [], border: [], compact: true };

export function printMachine(machine: Machine): void {
  const { cpus, cpuModel, memoryGigabytes, system, node, mongod, driver, emmettMongodb, loadBefore } = machine;
  console.log(`${String(cpus)} x ${cpuModel}, ${String(memoryGigabytes)} GB, ${system}`);
  console.log(`Node ${node}, mongod ${mongod}, driver ${driver}, emmett-mongodb ${emmettMongodb ?? 'not installed'}`);
  if (emmettMongodb === null) console.log('Without emmett-mongodb; to compare with it: npm run bench:peers');
  if (loadBefore > 0.5) console.log(`The machine is busy (load ${String(loadBefore)}): only ratios mean something.`);
}

/** A table of figures by contender (the median of the rounds, and their spread), and the comparisons below it. */
export function printWorkload({ name, title, unit, notes, ...report }: WorkloadReport): void {
  console.log(`\n${bold(title)} (${name}, ${report.seconds.toFixed(0)} s)`);
  if (report.outcome !== 'measured') {
    console.log(`${report.outcome}: ${report.reason ?? ''}`);
    return;
  }
  const { contenders, comparisons } = report;
  const table = new Table({ head: ['', ...contenders.map((contender) => contender.name)], style });
  for (const figure of new Set(contenders.flatMap(({ figures }) => Object.keys(figures)))) {
    const label = figure === 'rate' ? unit : figure;
    table.push([label, ...contenders.map(({ figures }) => (figures[figure] ? cell(figures[figure]) : ''))]);
  }
  console.log(table.toString());
  for (const { name: contender, timelines } of contenders) {
    const last = timelines?.at(-1);
    if (last) console.log(`${contender}, last round by ${String(report.bucketMs)} ms: ${sparkline(last)}`);
  }
  for (const note of notes) console.log(note);
  for (const comparison of comparisons) console.log(`${comparison.label}: ${verdict(comparison)}`);
}

/** All targets in one table. */
export function printTargets({ workloads }: Report): void {
  const table = new Table({ head: ['workload', 'compared', 'median', 'rounds', 'target', ''], style });
  for (const { name, comparisons } of workloads) {
    for (const { label, target, met, ...spread } of comparisons) {
      if (target === undefined) continue;
      table.push([name, label, number(spread.median), range(spread), wording(target), met ? 'met' : 'NOT MET']);
    }
  }
  if (table.length > 0) console.log(`\n${bold('Targets')}\n${table.toString()}`);
}

/** A number as a person reads it: three digits or more, thousands apart. */
export function number(value: number | null): string {
  if (value === null) return '-';
  if (Number.isInteger(value) || Math.abs(value) >= 100) {
    return Math.round(value)
      .toString()
      .replace(/\B(?=(\d{3})+$)/g, ' ');
  }
  return Math.abs(value) >= 9.995 ? value.toPrecision(3) : value.toFixed(2);
}

function cell(spread: Spread): string {
  return spread.min === spread.max ? number(spread.median) : `${number(spread.median)} (${range(spread)})`;
}

function range({ min, max }: Spread): string {
  return `${number(min)} to ${number(max)}`;
}

function verdict({ target, met, ...spread }: ComparisonReport): string {
  return cell(spread) + (target === undefined ? '' : `, target ${wording(target)}: ${met ? 'met' : 'NOT MET'}`);
}

function wording(target: Target): string {
  return 'atLeast' in target ? `at least ${String(target.atLeast)}` : `at most ${String(target.atMost)}`;
}

function sparkline(counts: readonly number[]): string {
  const bars = '▁▂▃▄▅▆▇█';
  const most = Math.max(...counts, 1);
  return counts.map((count) => (count === 0 ? '·' : bars[Math.round((count / most) * (bars.length - 1))])).join('');
}

function bold(text: string): string {
  return process.stdout.isTTY ? styleText('bold', text) : text;
}
