import { PassThrough } from 'node:stream';
import { CliContext } from '../../../../src/cli/cli-context.js';
import { parseMoment } from '../../../../src/cli/operations/moment.js';
import {
  freeText,
  lineWithText,
  printable,
  showTable,
  shownMoment,
  type ShownCell,
} from '../../../../src/cli/operations/fitted-table.js';

function contextOf(columns: number | undefined) {
  const stdout = Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns });
  const { signal } = new AbortController();
  const place = { directory: '/', packageDirectory: '/', env: { NO_COLOR: '1' }, signal };
  return { stdout, context: new CliContext({ stdin: new PassThrough(), stdout, stderr: stdout, ...place }, '0.0.0') };
}

function shown(columns: number | undefined, rows: ShownCell[][]): string[] {
  const { stdout, context } = contextOf(columns);
  showTable(context, context.output(), ['Id', 'Count', 'At', freeText('What')], rows);
  return String(stdout.read()).trimEnd().split('\n');
}

const at = new Date(Date.UTC(2026, 10, 25, 3, 12, 55, 123));
const id = 'account-00000000-0000-4000-8000-000000000001';
const rows = [
  [id, 7, at, 'opened by Ada'],
  ['account-2', 1_200, at, 'a long story '.repeat(20).trim()],
];

describe('a table', () => {
  it.each([80, 100, 120])('is cut to a terminal of %d columns in its free text alone, and stays aligned', (columns) => {
    const lines = shown(columns, rows);
    expect(lines).toHaveLength(3);
    for (const line of lines.slice(1)) expect(line).toContain('2026-11-25 03:12:55Z');
    expect(lines[1]).toContain(id);
    expect(lines[2]).toMatch(/^account-2\s+1200 {2}\S+ \S+ {2}a long.*…$/);
    expect(lines[1]?.indexOf('opened')).toBe(lines[2]?.indexOf('a long'));
    if (columns > 80) for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(columns);
  });

  it('lets the terminal wrap where ids alone are too wide, and uses the last line for the text', () => {
    const lines = shown(40, rows);
    expect(lines[1]).toContain(`${id}      7  2026-11-25 03:12:55Z`);
    // Id, count and moment take 75 columns; two lines would leave the text less than it needs to say anything.
    expect(Array.from(lines[2] ?? '').length).toBe(120);
    expect(lines[2]).toMatch(/…$/);
  });

  it('cuts nothing where it fits, or no terminal shows it', () => {
    const whole = shown(undefined, rows).join('\n');
    expect(whole).toContain(id);
    expect(whole).toContain('2026-11-25T03:12:55.123Z');
    expect(whole).not.toContain('…');
    expect(shown(400, rows).join('\n')).not.toContain('…');
  });

  it('shows no character that moves the cursor', () => {
    expect(shown(undefined, [['a\u001b[2Jb', 1, at, 'x\ny']])[1]).toMatch(/^a\ufffd\[2Jb\s+1 {2}\S+ {2}x\ufffdy$/);
    expect(printable('\u202eabc\u0007')).toBe('\ufffdabc\ufffd');
  });
});

describe('a line', () => {
  it('is cut in the text at its end, and never before', () => {
    const line = (columns: number | undefined) => lineWithText(contextOf(columns).context, 'account-1  ', '0123456789');
    expect(line(20)).toBe('account-1  01234567…');
    expect(line(21)).toBe('account-1  0123456789');
    expect(line(8)).toBe('account-1  0123456789');
    expect(line(undefined)).toBe('account-1  0123456789');
  });
});

it('a moment on a terminal is one that options take', () => {
  const moment = shownMoment(contextOf(80).context, at);
  expect(parseMoment(moment).getTime()).toBe(at.getTime() - 123);
});
