import { inMemory } from '../../src/adapters/in-memory/index.js';
import { upcaster, Upcasting, UpcastingEventStore } from '../../src/event-store/index.js';
import { EventRegistry } from '../../src/messages/index.js';
import { describeEventStoreContract } from '../../src/testing/contracts/event-store-contract.js';

const provider = inMemory();
const ofAnotherType = upcaster('parcel.sent', { from: 1, to: 2 }, () => []);
const upcasting = new Upcasting([ofAnotherType], new EventRegistry([]));

describeEventStoreContract('the upcasting event store over the in-memory one', async () => {
  const storage = await provider.open();
  return { store: new UpcastingEventStore(storage.eventStore, upcasting), close: () => storage.close() };
});
