import { PassThrough } from 'node:stream';
import { confirm, text } from '@clack/prompts';
import { askFor } from '../../../src/cli/ask.js';
import { CliContext } from '../../../src/cli/cli-context.js';
import { requireYes } from '../../../src/cli/operations/confirmed.js';
import { until } from '../../support/until.js';

function terminal() {
  let seen = '';
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => stdin });
  const stdout = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
  stdout.on('data', (piece: Buffer) => (seen += piece.toString()));
  const stop = new AbortController();
  const place = { env: {}, directory: '.', packageDirectory: '.', signal: stop.signal };
  return {
    stdin,
    stop,
    ...place,
    stdout,
    stderr: new PassThrough(),
    isCursorShown: () => seen.lastIndexOf('\u001b[?25h') > seen.lastIndexOf('\u001b[?25l'),
    reads: (what: string) => until(() => seen.includes(what)),
  };
}

type Person = ReturnType<typeof terminal>;

const interrupted = { code: 'INTERRUPTED', exitCode: 130 };

describe('a question', () => {
  it('is answered', async () => {
    const person = terminal();
    const asking = askFor(person, (place) => text({ ...place, message: 'Who?' }));
    await person.reads('Who?');
    person.stdin.write('Ada\r');
    expect(await asking).toBe('Ada');
    expect(person.stdin.listenerCount('keypress') + person.stdin.listenerCount('close')).toBe(0);
  });

  it.each([
    ['Ctrl-C', (person: Person) => person.stdin.write('\u0003')],
    ['Ctrl-D', (person: Person) => person.stdin.write('\u0004')],
    ['Ctrl-D behind a beginning', (person: Person) => person.stdin.write('Ad\u0004')],
    ['Escape', (person: Person) => person.stdin.write('\u001b')],
    ['the end of the input', (person: Person) => person.stdin.end()],
    ['a terminal that is gone', (person: Person) => person.stdin.destroy()],
    ['SIGTERM', (person: Person) => person.stop.abort()],
  ])('ends with %s', async (_, end) => {
    const person = terminal();
    const asking = askFor(person, (place) => text({ ...place, message: 'Who?' }));
    await person.reads('Who?');
    end(person);
    await expect(asking).rejects.toMatchObject(interrupted);
    expect(person.isCursorShown()).toBe(true);
  });

  it('is not asked where nobody can answer any more', async () => {
    const person = terminal();
    person.stdin.destroy();
    await expect(askFor(person, (place) => confirm({ ...place, message: 'Sure?' }))).rejects.toMatchObject(interrupted);
  });
});

describe('a question whether to do something', () => {
  it.each([
    ['n', { code: 'DECLINED', exitCode: 1, message: 'Nothing was changed.' }],
    ['\r', { code: 'DECLINED', exitCode: 1 }],
    ['\u0003', interrupted],
    ['\u0004', interrupted],
  ])('that is answered with %j is refused', async (keys, error) => {
    const person = terminal();
    const asking = requireYes(new CliContext(person, '0.0.0'), 'Sure?');
    await person.reads('Sure?');
    person.stdin.write(keys);
    await expect(asking).rejects.toMatchObject(error);
  });

  it('that is answered with y is none any more', async () => {
    const person = terminal();
    const asking = requireYes(new CliContext(person, '0.0.0'), 'Sure?');
    await person.reads('Sure?');
    person.stdin.write('y');
    await expect(asking).resolves.toBeUndefined();
  });
});
