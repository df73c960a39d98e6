import type { MongodBinary } from './mongod-binary.js';

/** A place that may yield a mongod. */
export interface MongodSource {
  /** Names the place in messages, such as `the PATH`. */
  readonly name: string;
  /** Says what is about to happen, where finding takes more than a moment. */
  readonly announcement?: string | undefined;
  /** True where the user named this place: a failure then ends the search, as nothing else is meant. */
  readonly exclusive?: boolean;
  /**
   * Looks for a mongod that runs on this machine.
   *
   * @throws Error with the reason why there is none
   */
  find(): Promise<MongodBinary>;
}
