import { AnnalsError } from '../errors/annals-error.js';

/** Another mongod holds the data folder: two servers never share one. */
export class DataDirectoryInUseError extends AnnalsError {
  readonly code = 'DATA_DIRECTORY_IN_USE';

  constructor(
    /** The absolute path of the folder. */
    readonly dataDirectory: string,
    options?: { cause?: unknown },
  ) {
    super(
      `The data directory ${dataDirectory} is in use by another mongod. ` +
        'Stop the application that runs on it, or start this one with another dataDirectory.',
      { ...options, retryable: true },
    );
  }
}
