#!/usr/bin/env node
import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { exitCodes } from './cli-error.js';
import { run } from './run.js';

const impatienceMs = 1_000;

const stop = new AbortController();
let stoppedAt = Infinity;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    // Under npm, Ctrl-C comes twice; who presses it again later does not want to wait.
    if (Date.now() - stoppedAt > impatienceMs) process.exit(exitCodes.interrupted);
    stoppedAt = Math.min(stoppedAt, Date.now());
    stop.abort();
  });
}

// Whoever reads has gone, as `head` does: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

process.exitCode = await run(process.argv.slice(2), {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  directory: process.cwd(),
  packageDirectory: fileURLToPath(new URL('../..', import.meta.url)),
  signal: stop.signal,
});
