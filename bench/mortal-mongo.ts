import { startEmbeddedMongo, type EmbeddedMongo } from 'annals/embedded';

/** A mongod that can be killed and started again on the same data and port. */
export class MortalMongo {
  #mongo: EmbeddedMongo;
  readonly #dataDirectory: string;

  private constructor(mongo: EmbeddedMongo, dataDirectory: string) {
    this.#mongo = mongo;
    this.#dataDirectory = dataDirectory;
  }

  static async start(dataDirectory: string): Promise<MortalMongo> {
    return new MortalMongo(await startEmbeddedMongo({ dataDirectory }), dataDirectory);
  }

  get uri(): string {
    return this.#mongo.uri;
  }

  /** Kills it without a word, as a power cut would. */
  async kill(): Promise<void> {
    const { pid } = this.#mongo;
    if (pid === undefined) throw new Error('The mongod that MONGODB_URI names is not ours to kill.');
    process.kill(pid, 'SIGKILL');
    await this.#mongo.stop(); // there is nothing left to stop: it waits for the end of the process
  }

  /** Resolves when the server takes writes. */
  async startAgain(): Promise<void> {
    const port = Number(new URL(this.uri).port);
    this.#mongo = await startEmbeddedMongo({ dataDirectory: this.#dataDirectory, port });
  }

  stop(): Promise<void> {
    return this.#mongo.stop();
  }
}
