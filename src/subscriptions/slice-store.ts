/** What a subscription does with the events. */
export type SubscriptionKind = 'process-manager' | 'projection' | 'schedule' | 'subscriber' | 'webhook';

/** What is kept of a durable subscription. */
export interface SubscriptionRecord {
  /** `{kind}/{name}`, such as `subscriber/mailer`. */
  readonly id: string;
  readonly kind: SubscriptionKind;
  readonly name: string;
  /** The types and patterns that it takes. */
  readonly patterns: readonly string[];
  /** Into how many slices its streams are divided; it never changes. */
  readonly sliceCount: number;
  readonly createdAt: Date;
}

/** One slice of a subscription. */
export interface SliceRef {
  readonly subscription: string;
  /** From 0. */
  readonly slice: number;
}

/** How far a slice has come, and who works on it. */
export interface Slice extends SliceRef {
  /** Every event of the slice up to this global position is done with; -1 at the start. */
  readonly position: number;
  /** The member that works on it, or did when it died; `null` for none. */
  readonly owner: string | null;
}

/** Where a slice is to go on. */
export interface SliceMove extends SliceRef {
  readonly position: number;
}

/** Remembers how far each slice of each subscription has come, and lets one member at a time move it. */
export interface SliceStore {
  /**
   * Creates a subscription with all its slices at `position`, or finds it: then its patterns are replaced, and nothing
   * else changes. Safe to call from several processes at once: one of them creates it.
   *
   * @returns the subscription as it is kept
   */
  create(subscription: Omit<SubscriptionRecord, 'createdAt'>, position: number): Promise<SubscriptionRecord>;

  /** All subscriptions, ordered by id. */
  subscriptions(): Promise<readonly SubscriptionRecord[]>;

  /** Forgets a subscription, its slices and its parked lanes. @returns false when there was none */
  remove(subscription: string): Promise<boolean>;

  /** The slices of these subscriptions, ordered by subscription and slice. */
  slices(subscriptions: readonly string[]): Promise<readonly Slice[]>;

  /**
   * Makes a member the owner of a slice.
   *
   * @param slice with the owner that it must still have: none, or a member that has died
   * @returns the slice as it is now, or `null`, and changes nothing, when it has another owner or is gone
   */
  claim(slice: SliceRef & Pick<Slice, 'owner'>, memberId: string): Promise<Slice | null>;

  /**
   * Stores how far a member has come with slices that it owns; each by itself. A position never goes back.
   *
   * @returns the slices that it does not own any more, which were not changed
   */
  advance(memberId: string, moves: readonly SliceMove[]): Promise<readonly SliceRef[]>;

  /** Gives up slices; those that the member does not own stay as they are. */
  release(memberId: string, slices: readonly SliceRef[]): Promise<void>;
}
