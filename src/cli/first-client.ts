import type { Server } from 'node:http';

/** Reports whether a client has called the API; requests to the control API (`/_mock`) do not count. */
export function firstClient(server: Server): () => boolean {
  let seen = false;
  const look = ({ url = '/' }: { readonly url?: string }): void => {
    if (/^\/+_mock(?:\/|$)/.test(url)) return;
    seen = true;
    server.off('request', look).off('upgrade', look);
  };
  // Before the routers, which strip the mount path off the URL.
  server.prependListener('request', look);
  // Without another listener, ours would change how Node handles upgrades.
  if (server.listenerCount('upgrade') > 0) server.prependListener('upgrade', look);
  return () => seen;
}

/** SDKs read the key from the environment, and no URL (facts: sdk-javascript.md 1.1, sdk-python-android-ios.md). */
export const NO_CLIENT_CALLED =
  'No client called the mock. SDKs read no URL from the environment, so they call the real service unless you ' +
  'pass one: createDecartClient({ baseUrl: process.env.DECART_BASE_URL }), or in Python ' +
  'DecartClient(base_url=os.environ["DECART_BASE_URL"]).';
