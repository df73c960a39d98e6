import { transactionOptions } from '../connection/transaction-options.js';
import { isServerError } from '../connection/driver-error.js';
import type { ModelCollections } from './model-state.js';

const namespaceNotFoundCode = 26;

/**
 * Completes a swap that was begun, by this process or by one that died. Each step may be repeated, also by several
 * processes at once: a rebuild has a collection of its own, which is renamed once.
 *
 * @returns whether there was one
 */
export async function completeSwap(model: ModelCollections): Promise<boolean> {
  const state = await model.live.findOne({ _id: model.name });
  if (state?.swap === undefined) return false;
  const { generation, position } = state.swap;
  try {
    await model.staging(generation).rename(model.view.collectionName, { dropTarget: true });
  } catch (error) {
    if (!isServerError(error, namespaceNotFoundCode)) throw error; // it is done
  }
  await model.live.updateOne(
    { _id: model.name, 'swap.generation': generation },
    { $set: { position, generation }, $unset: { swap: '' }, $inc: { epoch: 1 } },
  );
  await model.rebuilds.deleteOne({ _id: model.rebuildId, generation });
  return true;
}

/**
 * Marks a rebuild as the one that takes the place of the live documents: from then on nobody writes those, and every
 * process that comes across the mark completes the swap.
 *
 * @returns false when the rebuild is finished, or another has begun
 */
export async function beginSwap(model: ModelCollections, generation: string | undefined): Promise<boolean> {
  return model.database.client.withSession((session) =>
    session.withTransaction(async () => {
      const rebuild = await model.rebuilds.findOneAndUpdate(
        { _id: model.rebuildId, generation: generation ?? { $exists: true } },
        { $set: { isSwapping: true } },
        { session },
      );
      if (rebuild === null) {
        await session.abortTransaction();
        return false;
      }
      await model.live.updateOne(
        { _id: model.name },
        {
          $set: { swap: { generation: rebuild.generation, position: rebuild.position } },
          $setOnInsert: { position: -1 },
        },
        { session, upsert: true },
      );
      return true;
    }, transactionOptions),
  );
}
