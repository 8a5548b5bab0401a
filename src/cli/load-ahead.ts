import type { MockServer } from '../server/server.js';
import { pause } from '../world/time/host-time.js';

/** How long no request comes before a part is loaded. */
const QUIET_MS = 100;

/**
 * Loads realtime while the server has nothing to do, so that the first session does not wait for it. Each part takes up to
 * 0.1 s, and waits until no request has come for a while: requests right after the start are not delayed.
 */
export function loadAhead({ httpServer, realtime, options }: MockServer): void {
  let requests = 0;
  const count = (): void => {
    requests++;
  };
  const quiet = async (): Promise<void> => {
    for (let before = -1; before !== requests;) {
      before = requests;
      await pause(QUIET_MS);
    }
  };
  httpServer.on('request', count).on('upgrade', count);
  realtime
    .loadAhead(quiet)
    .catch((error: unknown) => options.onDefect(error, 'loading realtime'))
    .finally(() => httpServer.off('request', count).off('upgrade', count));
}
