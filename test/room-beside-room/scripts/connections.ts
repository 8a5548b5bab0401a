import { withPage } from '../../browser/with-page.js';
import { BrowserClient } from '../clients/browser-client.js';
import { NodeClient } from '../clients/node-client.js';
import { Observed, type Observation } from '../observed.js';
import { openSession } from '../session-room.js';

/**
 * One client publishes and stops, loses its socket, joins again and leaves, while another looks on.
 * @param singlePeerConnection `/rtc/v1`, or else `/rtc` with a connection for each direction
 */
export async function connections(
  livekit: string | undefined,
  singlePeerConnection: boolean,
): Promise<Observation[]> {
  const observed = new Observed();
  await using room = await openSession(livekit);
  observed.own = { identity: room.own, name: 'browser' };
  return await withPage('livekit-client-2.23', async (page) => {
    await using browser = new BrowserClient(page, observed, { singlePeerConnection });
    await using node = new NodeClient(observed);
    const step = (name: string, action: () => Promise<void>): Promise<void> =>
      observed.step('browser', name, action);
    await node.join(room.url, await room.token('node'));
    await browser.join(room.url, await room.token(room.own));
    await step('publish', () => browser.publish('camera', 'h264'));
    await observed.until('browser', 'model camera', /frames/);
    await observed.until('node', 'browser camera', /frames/);
    await step('publish', () => browser.publish('microphone'));
    await observed.until('node', 'browser microphone', /sound/);
    await step('unpublish', () => browser.unpublish('microphone'));
    await observed.until('node', 'browser microphone', /is unpublished/);
    await step('say', () => browser.say('after the microphone'));
    await observed.settle();
    await step('publish', () => browser.publish('microphone'));
    await observed.until('node', 'browser microphone 2', /sound/);
    await observed.until('browser', 'browser microphone 2', /has a subscriber/);
    await observed.settle();

    await step('signal-reconnect', () => browser.lose('signal-reconnect'));
    await observed.until('browser', 'room', /^connected$/, 2);
    await observed.settle();
    await step('say', () => browser.say('after the resume'));
    await observed.until('node', 'browser', /after the resume/);
    // The model's sound ends and starts again at once, in either order, when its client's does.
    await step('unpublish', () => browser.unpublish('microphone'));
    await observed.until('node', 'browser microphone 2', /is unpublished/);
    await observed.until('browser', 'model microphone 2', /is unpublished/);
    await step('full-reconnect', () => browser.lose('full-reconnect'));
    await observed.until('browser', 'room', /^connected$/, 3);
    await observed.until('node', 'browser camera 2', /frames/);
    await observed.until('browser', 'model camera', /frames/, 2);
    await observed.settle();
    if (!singlePeerConnection) {
      // With one connection livekit-server loses a packet after a full reconnect at times.
      await step('say', () => browser.say('after joining again'));
      await observed.until('node', 'browser', /after joining again/);
    }

    await browser.leave();
    await observed.until('node', 'browser', /leaves/);
    await observed.settle();
    await step('rejoin', async () => browser.rejoin(room.url, await room.token(room.own)));
    await step('publish', () => browser.publish('camera', 'vp9'));
    await observed.until('browser', 'model camera', /frames/, 3);
    await observed.until('node', 'browser camera 3', /frames/);
    await observed.settle();
    // How the clients leave now is not part of the script.
    return observed.list.filter((each) => !isSubscriberOfRepublished(each));
  });
}

/**
 * Whether livekit-client reports a subscriber of a track that it published again by a full reconnect differs from run to
 * run in one connection, so it is not compared.
 */
const isSubscriberOfRepublished = ({ client, subject, event }: Observation): boolean =>
  client === 'browser' && subject === 'browser camera 2' && event === 'has a subscriber';
