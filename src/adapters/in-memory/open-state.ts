import { StorageError } from '../../errors/index.js';

/** Whether the handles on one opening of the data may still be used. */
export class OpenState {
  #open = true;

  /** @throws StorageError `STORE_CLOSED` after {@link close} */
  check(): void {
    if (!this.#open) {
      throw new StorageError('STORE_CLOSED', 'The in-memory store is closed. Open a new one, or close it later.');
    }
  }

  close(): void {
    this.#open = false;
  }
}
