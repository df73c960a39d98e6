import { mkdirSync } from 'node:fs';
import { require as tsxRequire } from 'tsx/cjs/api';
import type * as Embedded from '../../src/embedded.js';

declare global {
  var testMongo: Embedded.EmbeddedMongo | undefined;
}

/** Starts the one server that all test files share; with `MONGODB_URI` set, that one is taken instead. */
export default async function startMongo(): Promise<void> {
  mkdirSync('.cache/reports', { recursive: true }); // Jest does not make the folder of its --outputFile
  // Jest applies no moduleNameMapper to a global setup, so tsx loads the module.
  const { startEmbeddedMongo } = tsxRequire('../../src/embedded.ts', __filename) as typeof Embedded;
  globalThis.testMongo = await startEmbeddedMongo();
  process.env.ANNALS_TEST_MONGODB_URI = globalThis.testMongo.uri;
}
