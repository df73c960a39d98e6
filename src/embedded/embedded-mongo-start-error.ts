import { AnnalsError } from '../errors/annals-error.js';

/** A mongod was found, but does not come up as a writable replica set; the message tells what stands in the way. */
export class EmbeddedMongoStartError extends AnnalsError {
  readonly code = 'EMBEDDED_MONGO_START_FAILED';
}
