import type { Server } from 'node:http';

/** Whether a client has called since: whoever only steers, under `/_mock`, is none. */
export function firstClient(server: Server): () => boolean {
  let seen = false;
  const look = ({ url = '/' }: { readonly url?: string }): void => {
    if (/^\/+_mock(?:\/|$)/.test(url)) return;
    seen = true;
    server.off('request', look).off('upgrade', look);
  };
  // Before the faces, which take the mount off the URL.
  server.prependListener('request', look);
  // Where nobody else listened, a listener of ours would change what Node does with upgrades.
  if (server.listenerCount('upgrade') > 0) server.prependListener('upgrade', look);
  return () => seen;
}

/** SDKs read the key from the environment, and no URL (facts: sdk-javascript.md 1.1, sdk-python-android-ios.md). */
export const NO_CLIENT_CALLED =
  'Warning: no client called the stand-in. SDKs read no URL from the environment, so without one they call the real ' +
  'service: createDecartClient({ baseUrl: process.env.DECART_BASE_URL }), or in Python ' +
  'DecartClient(base_url=os.environ["DECART_BASE_URL"]).';
