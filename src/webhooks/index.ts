export { verifyWebhook, type VerifiedWebhook, type VerifyWebhookOptions } from './verify-webhook.js';
export type { WebhookOptions } from './webhook-definition.js';
export type { WebhookInfo } from './webhook-info.js';
export { webhookRetry } from './webhook-model.js';
export type { WebhookRequest } from './webhook-request.js';
export { WebhookSender, type WebhookSenderOptions } from './webhook-sender.js';
export type { WebhookChanges, WebhookRecord, WebhookStore } from './webhook-store.js';
export type { WebhookTestResult } from './webhook-test.js';
export { Webhooks } from './webhooks.js';
