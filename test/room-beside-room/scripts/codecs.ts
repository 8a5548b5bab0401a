import { withPage } from '../../browser/with-page.js';
import { BrowserClient } from '../clients/browser-client.js';
import { NodeClient } from '../clients/node-client.js';
import { Observed, type Observation } from '../observed.js';
import { openSession } from '../session-room.js';

/** One client publishes each codec in turn; another, and the model, get it. */
export async function codecs(livekit: string | undefined): Promise<Observation[]> {
  const observed = new Observed();
  for (const codec of ['h264', 'vp8', 'vp9', 'av1', 'h265'] as const) {
    await using room = await openSession(livekit);
    await withPage('livekit-client-2.23', async (page) => {
      const seen = new Observed();
      seen.own = { identity: room.own, name: 'browser' };
      await using browser = new BrowserClient(page, seen, { singlePeerConnection: true });
      await using node = new NodeClient(seen);
      await browser.join(room.url, await room.token(room.own));
      await node.join(room.url, await room.token('node'));
      await seen.step('browser', 'publish', () => browser.publish('camera', codec));
      if (codec === 'h265') {
        // Chromium here has no encoder for it, so there is nothing to wait for.
        await seen.settle(5_000);
      } else {
        await seen.until('node', 'browser camera', /frames/);
        await seen.until('browser', 'model camera', /frames/);
        await seen.settle();
      }
      for (const { client, subject, event } of seen.list) {
        if (subject.endsWith(' camera')) observed.add(client, `${subject}, ${codec}`, event);
        else if (/failed/.test(event)) observed.add(client, `${subject}, ${codec}`, event);
      }
    });
  }
  return observed.list;
}
