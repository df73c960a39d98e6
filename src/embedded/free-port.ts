import { createServer } from 'node:net';
import { EmbeddedMongoStartError } from './embedded-mongo-start-error.js';

/**
 * Finds a free port of the loopback interface, or sees that the one asked for is free.
 *
 * @throws {@link EmbeddedMongoStartError} where the port asked for is taken or out of range
 */
export async function freePort(wanted = 0): Promise<number> {
  if (!Number.isInteger(wanted) || wanted < 0 || wanted > 65_535) {
    throw new EmbeddedMongoStartError(
      `The port ${wanted} is none: pass a whole number from 1 to 65535, or leave it out for any free port.`,
    );
  }
  try {
    return await listenOnce(wanted);
  } catch (error) {
    throw new EmbeddedMongoStartError(
      `The port ${wanted} on 127.0.0.1 cannot be used for the embedded MongoDB: another program may listen on it. ` +
        'Stop that program, pass another port, or leave it out for any free port.',
      { cause: error, retryable: true },
    );
  }
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
    });
  });
}
