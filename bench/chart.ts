import { median } from './measure/statistics.js';
import { number } from './print.js';
import type { Report, WorkloadReport } from './report.js';
import { annals, emmett, rawDriver } from './stage.js';

/** The workloads that are drawn, with what stands beside their bars. */
const rows: Readonly<Record<string, string>> = {
  'append-1': 'Appends, 1 in flight',
  'append-64': 'Appends, 64 in flight',
  'append-512': 'Appends, 512 in flight',
  'append-5-events': 'Appends of 5 events',
  'processes-8': '8 writer processes',
  contention: '32 writers, one stream',
  replay: 'Replay of 10 000 events',
  mix: '7 reads to 3 appends',
};

const footnote = 'In the mix of reads and appends a live subscriber listens, but for emmett-mongodb, which has none.';

/** The classes of the bars, by contender. */
const kinds: Readonly<Record<string, string>> = { [rawDriver]: 'raw', [annals]: 'annals', [emmett]: 'emmett' };

interface Bar {
  readonly kind: string;
  /** How many times the rate of the raw driver: the median of the rounds. */
  readonly times: number;
  readonly rate: number;
  /** How many times it shall be at least. */
  readonly target: number | undefined;
}

const width = 760;
const labelWidth = 190;
const valueWidth = 160;
const top = 88;
const barHeight = 12;
const barStep = 15;
const rowGap = 14;

const css = `<style>
  text { font: 12px system-ui, sans-serif; fill: #1f2328; dominant-baseline: central }
  .heading { font-size: 15px; font-weight: 600 }
  .label { text-anchor: end }
  .quiet { font-size: 11px; fill: #656d76 }
  .raw { fill: #afb8c1 } .annals { fill: #0969da } .emmett { fill: #bf8700 }
  .one { stroke: #656d76; stroke-dasharray: 2 3 }
  .target { stroke: #1f2328; stroke-width: 2 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .quiet { fill: #8d96a0 }
    .raw { fill: #6e7681 } .annals { fill: #4493f8 } .emmett { fill: #d29922 }
    .one { stroke: #8d96a0 } .target { stroke: #e6edf3 }
  }
</style>`;

/** Draws the rates of the main workloads beside the raw driver's, as an SVG for light and dark pages. */
export function drawChart(report: Report): string {
  const drawn = report.workloads.flatMap((workload) => {
    const title = rows[workload.name];
    return title === undefined ? [] : [{ title, unit: workload.unit, bars: barsOf(workload) }];
  });
  const most = Math.max(
    1,
    ...drawn.flatMap(({ bars }) => bars.map(({ times, target = 0 }) => Math.max(times, target))),
  );
  const x = (times: number) => labelWidth + (times / most) * (width - labelWidth - valueWidth);

  const parts: string[] = [];
  let y = top;
  for (const { title, unit, bars } of drawn) {
    parts.push(text(labelWidth - 12, y + (bars.length * barStep - 3) / 2, title, 'label'));
    for (const { kind, times, rate, target } of bars) {
      parts.push(rectangle(labelWidth, y, Math.max(x(times) - labelWidth, 1), kind));
      if (target !== undefined) parts.push(line(x(target), y - 2, y + barHeight + 2, 'target'));
      const end = x(Math.max(times, target ?? 1, 1)) + 7; // right of all lines
      parts.push(
        text(end, y + barHeight / 2, `${times.toFixed(times < 10 ? 2 : 1)}× (${number(rate)} ${unit})`, 'quiet'),
      );
      y += barStep;
    }
    y += rowGap;
  }
  parts.unshift(line(x(1), top - 8, y - rowGap + 2, 'one'));
  parts.push(text(16, y + 4, footnote, 'quiet'));
  y += 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${String(width)} ${String(y + 2)}" role="img" aria-labelledby="title">
<title id="title">The rates of Annals and emmett-mongodb as multiples of the raw driver's</title>
${css}
${text(16, 20, "Rates as multiples of the raw driver's", 'heading')}
${text(16, 41, origin(report), 'quiet')}
${legend()}
${parts.join('\n')}
</svg>
`;
}

function barsOf({ contenders, comparisons }: WorkloadReport): readonly Bar[] {
  const base = contenders.find(({ name }) => name === rawDriver)?.figures['rate'];
  return contenders.flatMap(({ name, figures: { rate } }) => {
    const kind = kinds[name];
    if (kind === undefined || rate === undefined || rate.median === null || base === undefined) return [];
    const ratios = rate.rounds.map((value, round) => Number(value) / Number(base.rounds[round]));
    const compared = comparisons.find(({ of, to }) => of.contender === name && to?.contender === rawDriver);
    const target = compared?.target !== undefined && 'atLeast' in compared.target ? compared.target.atLeast : undefined;
    return [{ kind, times: median(ratios), rate: rate.median, target }];
  });
}

function origin({ machine, rounds, startedAt, quick }: Report): string {
  const { cpus, node, mongod } = machine;
  const how = `${quick ? 'quick sizes, ' : ''}${rounds === 1 ? 'one round' : `median of ${String(rounds)} rounds`}`;
  return `${String(cpus)} CPUs, Node ${node.slice(1)}, mongod ${mongod}; ${how}, all in one run on ${startedAt.slice(0, 10)}`;
}

function legend(): string {
  let x = 16;
  return Object.entries(kinds)
    .map(([name, kind]) => {
      const entry = rectangle(x, 58, 12, kind) + text(x + 18, 64, name, 'quiet');
      x += 130;
      return entry;
    })
    .concat(line(x + 5, 57, 71, 'target') + text(x + 14, 64, 'target', 'quiet'))
    .join('\n');
}

function rectangle(x: number, y: number, length: number, kind: string): string {
  return `<rect class="${kind}" x="${round(x)}" y="${round(y)}" width="${round(length)}" height="${String(barHeight)}" rx="2"/>`;
}

function line(x: number, from: number, to: number, kind: string): string {
  return `<line class="${kind}" x1="${round(x)}" x2="${round(x)}" y1="${round(from)}" y2="${round(to)}"/>`;
}

function text(x: number, y: number, content: string, kind: string): string {
  const escaped = content.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<text class="${kind}" x="${round(x)}" y="${round(y)}">${escaped}</text>`;
}

function round(value: number): string {
  return value.toFixed(1);
}
