/** Stops the server that start-mongo.ts started; one that was there before goes on. */
export default async function stopMongo(): Promise<void> {
  await globalThis.testMongo?.stop();
}
