import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { home, isGone } from '../../../src/subscriptions/home.js';

describe('where a process runs', () => {
  it('tells that a process of the same machine has gone, and no sooner', async () => {
    const child = spawn(process.execPath, ['-e', 'process.stdin.resume()']);
    await once(child, 'spawn');
    const other = { ...home, pid: child.pid ?? 0, process: 'another' };
    expect(isGone(other)).toBe(false);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isGone(other)).toBe(true);
    expect(isGone({ ...other, machine: 'another' })).toBe(false);
  });

  it('tells an earlier process from this one, which has its id now', () => {
    expect(isGone(home)).toBe(false);
    expect(isGone({ ...home, process: 'earlier' })).toBe(true);
  });

  it('knows nothing of a member that does not say', () => {
    expect(isGone(undefined)).toBe(false);
  });
});
