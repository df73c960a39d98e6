import { PassThrough } from 'node:stream';
import { CliContext } from '../../../../src/cli/cli-context.js';
import { fitLine, printable, showTable } from '../../../../src/cli/operations/fitted-table.js';

function shown(columns: number | undefined, rows: (number | string)[][]): string[] {
  const stdout = Object.assign(new PassThrough(), columns === undefined ? {} : { isTTY: true, columns });
  const context = new CliContext(
    {
      stdin: new PassThrough(),
      stdout,
      stderr: new PassThrough(),
      env: { NO_COLOR: '1' },
      directory: '/',
      packageDirectory: '/',
      signal: new AbortController().signal,
    },
    '0.0.0',
  );
  showTable(context, context.output(), ['Id', 'Count', 'What'], rows);
  return String(stdout.read()).trimEnd().split('\n');
}

const rows = [
  ['account-00000000-0000-4000-8000-000000000001', 7, 'opened by Ada'],
  ['account-2', 1_200, 'a long story '.repeat(20).trim()],
];

describe('a table', () => {
  it('is cut to the width of a terminal, in its widest columns, and stays aligned', () => {
    const lines = shown(60, rows);
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(Array.from(line).length).toBeLessThanOrEqual(60);
    expect(lines[1]).toMatch(/^account-0.*…\s+7 {2}opened by Ada$/);
    expect(lines[2]).toMatch(/^account-2\s+1200 {2}a long story.*…$/);
    expect(lines[1]?.indexOf('opened')).toBe(lines[2]?.indexOf('a long'));
  });

  it('cuts nothing where it fits, or no terminal shows it', () => {
    expect(shown(undefined, rows).join('\n')).toContain('account-00000000-0000-4000-8000-000000000001');
    expect(shown(undefined, rows).join('\n')).not.toContain('…');
    expect(shown(400, rows).join('\n')).not.toContain('…');
  });

  it('shows no character that moves the cursor', () => {
    expect(shown(undefined, [['a\u001b[2Jb', 1, 'x\ny']])[1]).toMatch(/^a\ufffd\[2Jb\s+1 {2}x\ufffdy$/);
    expect(printable('\u202eabc\u0007')).toBe('\ufffdabc\ufffd');
  });

  it('cuts a line alone in the same way', () => {
    const at = (columns: number | undefined) =>
      fitLine(
        { terminal: { stdout: { isTTY: columns !== undefined, columns } } } as unknown as CliContext,
        '0123456789',
      );
    expect(at(5)).toBe('0123…');
    expect(at(10)).toBe('0123456789');
    expect(at(undefined)).toBe('0123456789');
  });
});
