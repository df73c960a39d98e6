import { WebhookSender, webhookRetry } from '../../src/webhooks/index.js';
import { webhookModel } from '../../src/webhooks/webhook-model.js';
import { annalsErrorOf } from '../support/errors.js';
import { startReceiver, type Receiver } from '../unit/webhooks/receiver.js';
import { eventOf, webhookOf } from '../unit/webhooks/samples.js';

describe('the subscription of a webhook whose receiver is gone', () => {
  const delivery = { attempt: 1, signal: new AbortController().signal };
  const sender = new WebhookSender();
  let target: Receiver;

  beforeEach(async () => (target = await startReceiver((response) => response.writeHead(410).end())));
  afterEach(() => target.close());
  afterAll(() => sender.close());

  function modelOf(pause: () => Promise<boolean>) {
    const model = webhookModel(webhookOf({ url: target.url }), { sender, retry: webhookRetry([]), pause });
    return { model, handle: async () => model.handle(eventOf(), delivery) };
  }

  it('sends nothing more and gives nothing up', async () => {
    const { model, handle } = modelOf(async () => true);
    expect(model.retry.delayMs(1)).toBeUndefined();
    for (let count = 0; count < 3; count++) {
      expect(await annalsErrorOf(handle())).toMatchObject({ code: 'WEBHOOK_GONE' });
    }
    expect(target.received).toHaveLength(1);
    expect(model.retry.delayMs(1_000)).toBe(1_000);
  });

  it('goes on by its schedule when the pause was of no effect, or could not be stored', async () => {
    const away = new Error('away');
    const ignored = modelOf(async () => false);
    expect(await annalsErrorOf(ignored.handle())).toMatchObject({ code: 'WEBHOOK_GONE' });
    const failing = modelOf(async () => Promise.reject(away));
    await expect(failing.handle()).rejects.toBe(away);
    for (const { model, handle } of [ignored, failing]) {
      expect(model.retry.delayMs(1)).toBeUndefined();
      await handle().catch(() => undefined);
    }
    expect(target.received).toHaveLength(4);
  });
});
