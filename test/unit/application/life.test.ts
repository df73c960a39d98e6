import { inject } from 'inversify';
import { createApplication, Event, EventHandler, inMemory, Projection, type Storage } from '../../../src/index.js';
import { annalsErrorOf, errorOf } from '../../support/errors.js';
import { storageWith, withMethods } from '../../support/storage.js';

@Event('door.opened')
class DoorOpened {}

@Projection('doors')
class Doors {
  @EventHandler(DoorOpened)
  opened() {
    // It keeps nothing.
  }
}

@Projection('gates')
class Gates {
  @EventHandler(DoorOpened)
  opened() {
    // It keeps nothing.
  }
}

@Projection('unresolved')
class Unresolved {
  constructor(@inject('nothing') readonly nothing: object) {}
}

/** A storage that counts how often it is closed, and who listens to its log. */
class Watched {
  closed = 0;
  listeners = 0;

  provider(change: (storage: Storage) => Partial<Storage> = () => ({})) {
    return storageWith((storage) => ({
      eventStore: withMethods(storage.eventStore, {
        onAppend: (listener) => {
          this.listeners++;
          const end = storage.eventStore.onAppend(listener);
          return () => {
            this.listeners--;
            end();
          };
        },
      }),
      close: () => {
        this.closed++;
        return storage.close();
      },
      ...change(storage),
    }));
  }
}

describe('Application.close()', () => {
  it('stops the projections and closes the storage, once, however often it is called', async () => {
    const watched = new Watched();
    const app = await createApplication({ components: [Doors, Gates], store: watched.provider() });
    expect([watched.listeners, watched.closed]).toEqual([2, 0]);
    await Promise.all([app.close(), app.close()]);
    await app.close();
    expect([watched.listeners, watched.closed]).toEqual([0, 1]);
  });

  it('makes later calls fail clearly', async () => {
    const app = await createApplication({ components: [Doors], store: inMemory() });
    await app.close();
    const calls = [
      () => app.eventStore.appendToStream('door-1', [{ type: 'door.opened' }]),
      () => app.projections.status(),
      () => app.projections.rebuild('doors'),
    ];
    for (const call of calls) expect((await annalsErrorOf(call)).code).toBe('STORE_CLOSED');
  });
});

describe('createApplication() that fails', () => {
  it('closes the storage when a class cannot be made', async () => {
    const watched = new Watched();
    const error = await annalsErrorOf(createApplication({ components: [Unresolved], store: watched.provider() }));
    expect(error.code).toBe('UNRESOLVED_DEPENDENCY');
    expect(watched.closed).toBe(1);
  });

  it('closes it and leaves nothing running when a read model cannot be prepared', async () => {
    const watched = new Watched();
    const store = watched.provider(({ readModels }) => ({
      readModels: withMethods(readModels, {
        live: (name) => {
          const table = readModels.live(name);
          if (name === 'doors') return table;
          return withMethods(table, { prepare: () => Promise.reject(new Error('no disk left')) });
        },
      }),
    }));
    const error = await errorOf(createApplication({ components: [Doors, Gates], store }));
    expect(error.message).toBe('no disk left');
    expect([watched.listeners, watched.closed]).toEqual([0, 1]);
  });

  it('passes on why the storage cannot be opened', async () => {
    const failure = new Error('no such host');
    const store = { open: () => Promise.reject(failure) };
    expect(await errorOf(createApplication({ components: [], store }))).toBe(failure);
  });
});
