import { AnnalsError } from '../errors/annals-error.js';

/** Another mongod holds the data folder: two servers never share one. */
export class DataDirectoryInUseError extends AnnalsError {
  readonly code = 'DATA_DIRECTORY_IN_USE';

  /** Where the folder is served, for those that would share it; undefined where it is not known. */
  readonly uri: string | undefined;

  constructor(
    /** The absolute path of the folder. */
    readonly dataDirectory: string,
    { uri, ...options }: { cause?: unknown; uri?: string } = {},
  ) {
    const others = 'Stop the application that runs on it, or start this one with another dataDirectory';
    super(
      uri === undefined
        ? `The data directory ${dataDirectory} is in use by another mongod. ${others}.`
        : `The data directory ${dataDirectory} is in use: another process serves it at ${uri}. ` +
            `To share it, set MONGODB_URI to that. ${others}.`,
      { ...options, retryable: true },
    );
    this.uri = uri;
  }
}
