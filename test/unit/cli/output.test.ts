import { PassThrough } from 'node:stream';
import { Output } from '../../../src/cli/output.js';

const escape = '\u001b[';

function output(env: Record<string, string>, isTTY: boolean, isJson = false) {
  const stdout = Object.assign(new PassThrough(), { isTTY });
  const stderr = new PassThrough();
  const terminal = { stdin: new PassThrough(), stdout, stderr, env };
  const place = { directory: '.', packageDirectory: '.', signal: new AbortController().signal };
  const out = new Output({ ...terminal, ...place }, isJson);
  return { out, text: () => String(stdout.read() ?? ''), notes: () => String(stderr.read() ?? '') };
}

describe('Output', () => {
  it.each([
    ['a terminal', {}, true, true],
    ['a pipe', {}, false, false],
    ['a terminal without colours', { NO_COLOR: '1' }, true, false],
    ['a dumb terminal', { TERM: 'dumb' }, true, false],
    ['a pipe that is to have colours', { FORCE_COLOR: '1' }, false, true],
    ['a terminal that is to have none', { FORCE_COLOR: '0' }, true, false],
    ['a pipe that is to have colours and none', { FORCE_COLOR: '1', NO_COLOR: '1' }, false, false],
    ['a terminal with an empty NO_COLOR', { NO_COLOR: '' }, true, true],
  ])('has colours where they are wanted: %s', (_, env, isTTY, wanted) => {
    expect(output(env, isTTY).out.style('red', 'x')).toBe(wanted ? '\u001b[31mx\u001b[39m' : 'x');
  });

  it('shows a result to people, and gives programs JSON', () => {
    const people = output({}, false);
    people.out.result({ a: 1 }, ({ a }) => people.out.line(`a is ${String(a)}`));
    expect(people.text()).toBe('a is 1\n');
    const programs = output({}, false, true);
    programs.out.result({ a: 1 }, () => programs.out.line('never'));
    expect(JSON.parse(programs.text())).toEqual({ a: 1 });
  });

  it('shows one of many to people, and gives programs a line of JSON', () => {
    const people = output({}, false);
    people.out.item({ a: 1, b: 2 }, ({ a }) => people.out.line(`a is ${String(a)}`));
    expect(people.text()).toBe('a is 1\n');
    const programs = output({}, false, true);
    for (const a of [1, 2]) programs.out.item({ a, b: [3] }, () => programs.out.line('never'));
    expect(programs.text()).toBe('{"a":1,"b":[3]}\n{"a":2,"b":[3]}\n');
  });

  it('keeps notes out of pipes', () => {
    const { out, text, notes } = output({}, false, true);
    out.note('beside');
    expect([text(), notes()]).toEqual(['', 'beside\n']);
  });

  it('writes tables with numbers to the right, and nothing at the ends of lines', () => {
    const { out, text } = output({}, false);
    out.table(
      ['stream', 'events', 'note'],
      [
        ['account-1', 7, 'x'],
        ['b', 1200, ''],
      ],
    );
    expect(text()).toBe('stream     events  note\naccount-1       7  x\nb            1200\n');
    out.table(['stream', 'events'], []);
    expect(text()).toBe('stream  events\n');
    out.table(
      ['stream', 'mixed'],
      [
        ['a', 7],
        ['b', 'many of them'],
      ],
    );
    expect(text()).toContain('\na       7\n');
  });

  it('has bold heads on a terminal', () => {
    const { out, text } = output({}, true);
    out.table(['stream'], [['a']]);
    expect(text()).toContain(`${escape}1mstream${escape}22m`);
  });
});
