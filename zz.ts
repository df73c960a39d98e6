import { startEmbeddedMongo } from 'annals/embedded'; import { mongodb } from 'annals/mongodb'; const mongo = await startEmbeddedMongo();
import { createApplication, inMemory } from 'annals';
import * as applications from './examples/loans/applications/index.js';
import { replay } from './examples/loans/replay.js';
const app = await createApplication({ components: [applications], store: mongodb({uri: mongo.uri, database: 'zzz' + Date.now()}) });
for (let i = 0; i < 1; i++) {
const t = performance.now();
const r = await replay(app, '../shared/data/bpic2012.xes.gz', { limit: 300 });
console.log(r, (performance.now() - t) / 1000, r.commands / ((performance.now() - t) / 1000));
}
await app.close();
await mongo.stop();
