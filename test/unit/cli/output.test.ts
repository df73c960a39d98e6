import { PassThrough } from 'node:stream';
import { Output } from '../../../src/cli/output.js';

function output(env: Record<string, string>, isTTY: boolean, isJson = false) {
  const stdout = Object.assign(new PassThrough(), { isTTY });
  const terminal = { stdin: new PassThrough(), stdout, stderr: new PassThrough(), env };
  const place = { directory: '.', packageDirectory: '.', signal: new AbortController().signal };
  return { out: new Output({ ...terminal, ...place }, isJson), text: () => String(stdout.read() ?? '') };
}

describe('Output', () => {
  it.each([
    ['a terminal', {}, true, true],
    ['a pipe', {}, false, false],
    ['a terminal without colours', { NO_COLOR: '1' }, true, false],
    ['a dumb terminal', { TERM: 'dumb' }, true, false],
    ['a pipe that is to have colours', { FORCE_COLOR: '1' }, false, true],
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
});
