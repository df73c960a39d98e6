import { MongoEventStore } from '../../src/mongodb.js';

/** Appends while it listens, and prints by how many bytes the heap has grown for it. Needs `--expose-gc`. */
const [uri = '', database = ''] = process.argv.slice(2);
const store = await MongoEventStore.connect({ uri, database });
let heard = 0;
const unsubscribe = store.onAppend(() => heard++);

const append = async (count: number) => {
  for (let batch = 0; batch < count / 500; batch++) {
    await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        store.appendToStream(`counter-${String(index)}`, [{ type: 'counter.raised' }]),
      ),
    );
  }
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
};

const before = await append(5_000); // the caches are full and the code is compiled
const after = await append(20_000);
unsubscribe();
await store.close();
console.log(JSON.stringify({ grown: after - before, heard }));
