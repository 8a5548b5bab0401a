import { withPage } from '../../browser/with-page.js';
import { BrowserClient } from '../clients/browser-client.js';
import { NodeClient } from '../clients/node-client.js';
import { PythonClient } from '../clients/python-client.js';
import { Observed, type Observation } from '../observed.js';
import { ServiceCalls } from '../service-calls.js';
import { openSession, type SessionRoom } from '../session-room.js';

interface Cast {
  readonly room: SessionRoom;
  readonly observed: Observed;
  readonly browser: BrowserClient;
  readonly node: NodeClient;
  readonly python: PythonClient;
}

/**
 * Three kinds of client in one room, with the session's model: media, data, state, the RoomService API, a second client
 * of one identity, and the end of the session.
 */
export async function participants(livekit: string | undefined, interpreter: string): Promise<Observation[]> {
  const observed = new Observed();
  await using room = await openSession(livekit);
  observed.own = { identity: room.own, name: 'browser' };
  return await withPage('livekit-client-2.23', async (page) => {
    await using browser = new BrowserClient(page, observed, { singlePeerConnection: true });
    await using node = new NodeClient(observed);
    await using python = new PythonClient(interpreter, observed);
    const cast = { room, observed, browser, node, python };
    await join(cast);
    await publish(cast);
    await talk(cast);
    await change(cast);
    await administer(cast);
    await part(cast);
    // How the clients leave now is not part of the script.
    return [...observed.list];
  });
}

async function join({ room, observed, browser, node, python }: Cast): Promise<void> {
  await browser.join(room.url, await room.token(room.own));
  await node.join(room.url, await room.token('node'));
  const grants = { canPublish: false, canPublishData: true, canUpdateOwnMetadata: false };
  await python.join(room.url, await room.token('python', grants));
  // livekit-server tells the others of a participant without tracks some seconds later.
  await observed.until('browser', 'node', /joins/);
  await observed.until('browser', 'python', /joins/);
  await observed.settle();
}

/** The model's output follows the first camera and the first microphone. */
async function publish({ observed, browser, node }: Cast): Promise<void> {
  await observed.step('browser', 'publish', () => browser.publish('camera'));
  await observed.until('python', 'model camera', /frames/);
  await observed.until('python', 'browser camera', /frames/);
  await observed.step('browser', 'publish', () => browser.publish('microphone'));
  await observed.until('python', 'model microphone', /sound/);
  await observed.step('node', 'publish', () => node.publish('camera'));
  await observed.until('browser', 'node camera', /frames/);
  await observed.until('python', 'node camera', /frames/);
  await observed.settle();
}

async function talk({ observed, browser, node, python }: Cast): Promise<void> {
  await browser.say('from the browser');
  await node.say('from node');
  await python.say('from python');
  await observed.settle();
}

async function change({ observed, browser, node, python }: Cast): Promise<void> {
  await browser.setMetadata('browser 2');
  await browser.setName('A browser');
  await browser.setAttributes({ kind: '', colour: 'red' });
  await node.setMetadata('node 2');
  await node.setName('A node');
  await node.setAttributes({ colour: 'blue' });
  await python.setMetadata('python 2');
  await observed.settle();
  await browser.mute('camera', true);
  await observed.settle();
  await browser.mute('camera', false);
  await observed.settle();
}

/** The calls of LiveKit's own API for rooms. */
async function administer({ room, observed, browser }: Cast): Promise<void> {
  const service = new ServiceCalls(room, observed);
  await service.listRooms();
  await service.listParticipants();
  await service.getParticipant('stranger');
  await service.update('python');
  await service.send('from the service');
  await service.setRoomMetadata('a room');
  await observed.settle();
  await service.mute(room.own, true);
  await service.mute(room.own, false);
  await observed.settle();
  await browser.mute('camera', false);
  await observed.settle();
  await service.remove('python');
  await service.remove('stranger');
  await observed.until('browser', 'python', /leaves/);
}

/** A second client takes the identity of one that is there; then the session ends. */
async function part({ room, observed, browser }: Cast): Promise<void> {
  await using twin = new NodeClient(observed, 'twin');
  observed.grades = /^twin sees node has/;
  await twin.join(room.url, await room.token('node'));
  await observed.until('twin', 'model camera', /frames/);
  await observed.until('twin', 'browser camera', /frames/);
  await observed.until('browser', 'node', /name is "The node"/);
  await observed.until('twin', 'quality', /node/);
  await observed.settle();
  await observed.step('browser', 'unpublish', () => browser.unpublish('camera'));
  await observed.until('twin', 'browser camera', /is unpublished/);
  await observed.settle();
  await twin.leave();
  await observed.until('browser', 'node', /leaves/);
  observed.onlyRoom = true;
  await room.end();
  await observed.until('browser', 'room', /left/);
  await observed.settle();
}
