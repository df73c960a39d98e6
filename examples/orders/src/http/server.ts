import { once } from 'node:events';
import type { Server as NodeServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** How long requests under way may go on when the server is closed. */
const patienceMs = 5_000;

/** A server that takes requests. */
export interface Server {
  readonly url: string;
  /** Takes no more requests, and resolves when those under way are answered. */
  close(): Promise<void>;
}

/**
 * Lets a server take requests, on the host that HOST names: by default only from this machine.
 *
 * @throws Error when the port is taken
 */
export async function listen(server: NodeServer, port: number): Promise<Server> {
  const host = process.env['HOST'] || '127.0.0.1';
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    throw new Error(`Nothing can be served on port ${String(port)} of ${host}; set PORT or HOST to another.`, {
      cause,
    });
  }
  return { url: urlOf(server.address() as AddressInfo), close: () => close(server) };
}

function urlOf({ address, port }: AddressInfo): string {
  const host = address === '0.0.0.0' || address === '::' ? 'localhost' : address;
  return `http://${host.includes(':') ? `[${host}]` : host}:${String(port)}`;
}

async function close(server: NodeServer): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  const impatience = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearTimeout(impatience);
}
