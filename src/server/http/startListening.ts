import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Ports after the first that are tried. */
const TRIES = 20;

/**
 * Begins to listen, at the next port where one is in use.
 *
 * @param port 0 takes any that is free
 * @returns the port
 * @throws Error when all are in use, or the host is none of this machine's
 */
export async function startListening(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> {
  const last = Math.min(port + TRIES, 65_535);
  for (let tried = port; ; tried++) {
    try {
      await once(server, host, tried);
      return (server.address() as AddressInfo).port;
    } catch (error) {
      const inUse = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      if (inUse && tried === last) throw new Error(`startListening: ports ${port} to ${last} are all in use`);
      if (!inUse) throw error;
    }
  }
}

function once(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}
