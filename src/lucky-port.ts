import type { AddressInfo, Server } from 'node:net';

/**
 * The Python and Android SDKs look for "401" in the whole text of an error, the URL included, and then stop
 * reconnecting (facts: sdk-python-android-ios.md 6).
 */
export const isUnluckyPort = (port: number): boolean => String(port).includes('401');

/** One port in a hundred and fifty is unlucky; so often in a row, somebody hands out nothing else. */
const TRIES = 20;

/**
 * Listens. With port 0, tries again while the system hands out a port that SDKs would misread.
 * @throws the listener's error: EADDRINUSE, EACCES ...
 */
export async function listenOnLuckyPort(server: Server, port: number, host: string): Promise<AddressInfo> {
  for (let tries = 1; ; tries++) {
    const address = await listen(server, port, host);
    if (port !== 0 || !isUnluckyPort(address.port) || tries === TRIES) return address;
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
}

async function listen(server: Server, port: number, host: string): Promise<AddressInfo> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  return server.address() as AddressInfo;
}
