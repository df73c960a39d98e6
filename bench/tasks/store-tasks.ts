import { appendPaced } from './append-paced.js';
import { appendToLengths } from './append-to-lengths.js';
import { append } from './append.js';
import { commandTimes } from './command-times.js';
import { command } from './command.js';
import { contend } from './contend.js';
import { fill } from './fill.js';
import { keepAppending } from './keep-appending.js';
import { mix } from './mix.js';
import { readLog } from './read-log.js';
import { replay } from './replay.js';

/** What every contender can be asked for. */
export const storeTasks = {
  append,
  appendPaced,
  appendToLengths,
  command,
  commandTimes,
  contend,
  fill,
  keepAppending,
  mix,
  readLog,
  replay,
};
