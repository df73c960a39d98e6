import { AnnalsError } from '../errors/annals-error.js';

/** One place where a mongod was looked for in vain. */
export interface MongodSearchFailure {
  /** The place, such as `the PATH`. */
  readonly source: string;
  /** Why it yielded no usable mongod. */
  readonly reason: string;
}

const waysOut = [
  'install MongoDB 5.0 or later so that `mongod` is on the PATH,',
  'or set MONGOMS_SYSTEM_BINARY to the path of a mongod,',
  'or set MONGODB_URI to a server that runs already (a replica set; one node is enough),',
  'or set ANNALS_CACHE_DIRECTORY to a folder that can be written, and allow network access for the download.',
];

/** No mongod was found or fetched: the message lists every place tried, why it failed, and the ways out. */
export class MongodNotFoundError extends AnnalsError {
  readonly code = 'MONGOD_NOT_FOUND';

  /** Every place that was tried, in order. */
  readonly failures: readonly MongodSearchFailure[];

  constructor(failures: readonly MongodSearchFailure[]) {
    const tried = failures.map(({ source, reason }) => `  - ${source}: ${reason}`);
    super(['No mongod can be started on this machine. Tried:', ...tried, 'Ways out:', ...indent(waysOut)].join('\n'));
    this.failures = failures;
  }
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  - ${line}`);
}
