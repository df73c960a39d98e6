/** What the gateway knows about a charge; `pending` until the customer has paid. */
export type Charge =
  | { readonly status: 'paid'; readonly reference: string }
  | { readonly status: 'declined'; readonly reason: string }
  | { readonly status: 'pending' };

export interface ChargeRequest {
  /** The same key again is the same charge. */
  readonly key: string;
  readonly customer: string;
  /** In cents. */
  readonly amount: number;
  readonly signal: AbortSignal;
}

/** The port to whoever takes the money. */
export abstract class PaymentGateway {
  abstract charge(request: ChargeRequest): Promise<Charge>;

  /** Gives the money of a charge back. */
  abstract refund(key: string): Promise<void>;
}
