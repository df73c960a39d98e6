import type { Workload } from '../contest.js';
import { appendLong } from './append-long.js';
import { appendWorkloads } from './append.js';
import { catchUp } from './catch-up.js';
import { commandWorkloads } from './command.js';
import { contention } from './contention.js';
import { fold } from './fold.js';
import { fullLog } from './full-log.js';
import { memory } from './memory.js';
import { mix } from './mix.js';
import { processWorkloads } from './processes.js';
import { reactionWorkloads } from './reactions.js';
import { replay } from './replay.js';
import { restart } from './restart.js';

/** Everything that the bench measures, in the order of the table. */
export const workloads: readonly Workload[] = [
  ...appendWorkloads,
  ...processWorkloads,
  appendLong,
  ...commandWorkloads,
  fold,
  contention,
  replay,
  catchUp,
  ...reactionWorkloads,
  mix,
  restart,
  memory,
  fullLog,
];
