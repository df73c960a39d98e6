import {
  createApplication,
  inMemory,
  Upcaster,
  upcaster,
  type FunctionUpcaster,
  type RecordedEvent,
} from '../../src/index.js';

interface OwnerData {
  readonly owner: string;
}

/** A class reads an event, and returns one, several or none. */
@Upcaster('account.opened', { from: 1, to: 2 })
export class One {
  upcast({ data, metadata }: RecordedEvent<OwnerData>) {
    const owner: string = data.owner;
    return { data: { owner }, metadata: { ...metadata, channel: 'web' } };
  }
}

@Upcaster('account.opened', { from: 2, to: 3 })
export class Several {
  upcast({ data }: RecordedEvent) {
    const { owner } = data;
    return [{ data: { owner } }, { type: 'account.audited', version: 2, data: {} }];
  }
}

@Upcaster('account.opened', { from: 3, to: 5 })
export class None {
  upcast() {
    return [];
  }
}

@Upcaster('account.opened', { from: 5, to: 6 })
export class WithAnotherData {
  upcast(event: RecordedEvent) {
    return { ...event, data: { ...event.data, currency: 'EUR' } };
  }
}

// @ts-expect-error there is no method upcast
@Upcaster('account.opened', { from: 1, to: 2 })
export class Idle {}

// @ts-expect-error an upcaster is synchronous
@Upcaster('account.opened', { from: 1, to: 2 })
export class Later {
  async upcast({ data }: RecordedEvent<OwnerData>) {
    return { data };
  }
}

// @ts-expect-error it returns the data alone
@Upcaster('account.opened', { from: 1, to: 2 })
export class DataAlone {
  upcast({ data }: RecordedEvent<OwnerData>) {
    return data;
  }
}

// @ts-expect-error it returns nothing
@Upcaster('account.opened', { from: 1, to: 2 })
export class Silent {
  upcast() {
    // Nothing is returned.
  }
}

// @ts-expect-error it does not take an event
@Upcaster('account.opened', { from: 1, to: 2 })
export class OfNoEvent {
  upcast(owner: string) {
    return { data: { owner } };
  }
}

// @ts-expect-error `to` is missing
@Upcaster('account.opened', { from: 1 })
export class Endless {
  upcast() {
    return [];
  }
}

const versions = { from: 1, to: 2 };

export const functions: readonly FunctionUpcaster[] = [
  upcaster('account.opened', versions, ({ data }) => ({ data: { ...data, currency: 'EUR' } })),
  upcaster('account.opened', versions, ({ data }: RecordedEvent<OwnerData>) => ({ data: { name: data.owner.trim() } })),
  upcaster<OwnerData>('account.opened', versions, ({ data }) => [{ type: 'b', data: { name: data.owner.trim() } }]),
  upcaster('account.opened', versions, (event) => event),
  upcaster('account.opened', versions, () => []),
  // @ts-expect-error nothing is known of the data
  upcaster('account.opened', versions, ({ data }) => ({ data: { length: data.owner.length } })),
  // @ts-expect-error an upcaster is synchronous
  upcaster('account.opened', versions, async ({ data }) => ({ data })),
  // @ts-expect-error it returns nothing
  upcaster('account.opened', versions, () => undefined),
  // @ts-expect-error it returns the data alone
  upcaster('account.opened', versions, ({ data }: RecordedEvent<OwnerData>) => data),
  // @ts-expect-error a version is a number
  upcaster('account.opened', versions, () => ({ data: {}, type: 'b', version: '2' })),
  // @ts-expect-error an event has one type
  upcaster(['account.opened'], versions, () => []),
];

/** Both kinds stand among the components. */
export async function starting(): Promise<void> {
  await createApplication({ components: [One, Several, ...functions, { functions }], store: inMemory() });
}
