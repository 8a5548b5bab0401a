import type { AddressInfo, Server } from 'node:net';
import { isUnfitPort } from './unfit-ports.js';

/** One port in 150 is unfit. Give up after 20 tries. */
const TRIES = 20;

/**
 * Listens. With port 0, retries while the system assigns a port that some clients cannot use.
 * @throws the listener's error: EADDRINUSE, EACCES ...
 */
export async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  for (let tries = 1; ; tries++) {
    const address = await listenOnce(server, port, host);
    if (port !== 0 || !isUnfitPort(address.port) || tries === TRIES) return address;
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

async function listenOnce(server: Server, port: number, host: string): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server.address() as AddressInfo;
}

/**
 * Why the server cannot listen, and what to do about it; `option` is the name of the port option. Undefined for an
 * error that is not about the port.
 */
export function listenError(error: unknown, host: string, port: number, option: string): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is in use. Stop the other process, or choose another port with ${option} (0 for a free one).`;
  if (code === 'EACCES')
    return `Port ${port} on ${host} is not permitted for this user. Choose one from 1024 on with ${option}.`;
  return undefined;
}
