import type { AddressInfo, Server } from 'node:net';

/**
 * The Python and Android SDKs look for "401" in the whole text of an error, the URL included, and then stop
 * reconnecting (facts: sdk-python-android-ios.md 6).
 */
export const isMisreadPort = (port: number): boolean => String(port).includes('401');

/** One port in a hundred and fifty is unlucky; so often in a row, somebody hands out nothing else. */
const TRIES = 20;

/**
 * Listens. With port 0, tries again while the system hands out a port that SDKs would misread.
 * @throws the listener's error: EADDRINUSE, EACCES ...
 */
export async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  for (let tries = 1; ; tries++) {
    const address = await listenOnce(server, port, host);
    if (port !== 0 || !isMisreadPort(address.port) || tries === TRIES) return address;
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
 * Why nothing can listen there, and what to do about it; `option` is what chooses the port. undefined for an error that
 * is not about the address.
 */
export function listenError(error: unknown, host: string, port: number, option: string): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken: stop what listens there, or choose another with ${option} (0 takes a free one).`;
  if (code === 'EACCES')
    return `Port ${port} on ${host} is not allowed to this user: choose one from 1024 on.`;
  return undefined;
}
