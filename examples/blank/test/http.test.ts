import { inMemory, type Application } from 'annals';
import { openApplication } from '../src/application.js';
import { serve } from '../src/http/hono.js';
import type { Server } from '../src/http/server.js';

describe('the application over HTTP', () => {
  let app: Application;
  let server: Server;

  beforeAll(async () => {
    app = await openApplication(inMemory());
    server = await serve(app, 0);
  });

  afterAll(async () => {
    await server.close();
    await app.close();
  });

  it('says how it is', async () => {
    const response = await fetch(`${server.url}/health`);
    expect([response.status, await response.json()]).toEqual([200, { isHealthy: true, head: -1 }]);
  });

  it('refuses what is too long', async () => {
    const response = await fetch(`${server.url}/nothing`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ text: 'x'.repeat(200_000) }),
    });
    expect(response.status).toBe(413);
  });

  it('says what it does not know', async () => {
    const response = await fetch(`${server.url}/nothing`);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([
      404,
      expect.stringContaining('application/problem+json'),
    ]);
  });
});
