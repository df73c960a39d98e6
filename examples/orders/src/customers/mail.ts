export interface Letter {
  readonly to: string;
  /** The order that it is about. */
  readonly orderId: string;
  readonly text: string;
}

/** The port to the customers. */
export abstract class Mail {
  abstract send(letter: Letter): Promise<void>;
}
