import { inMemory, type Storage, type StorageProvider } from '../../src/index.js';

/** The same object with some of its methods replaced. */
export function withMethods<T extends object>(target: T, methods: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      const value: unknown = Reflect.get(name in methods ? methods : target, name);
      return typeof value === 'function' ? (value.bind(name in methods ? methods : target) as unknown) : value;
    },
  });
}

/** A real storage that a test reaches into: to write in between, to hold something back, or to let it fail. */
export function storageWith(change: (storage: Storage) => Partial<Storage>, provider = inMemory()): StorageProvider {
  return {
    open: async () => {
      const storage = await provider.open();
      return { ...storage, ...change(storage) };
    },
  };
}
