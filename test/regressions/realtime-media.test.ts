import { promises as dns } from 'node:dns';
import { AddTrackRequest, TrackType } from '@livekit/protocol';
import { expect, test, vi } from 'vitest';
import { type RunningMock, startMock } from '../../src/index.js';
import { MediaNetwork } from '../../src/media/ice/media-network.js';
import { Publisher, type PublisherEvents } from '../../src/media/livekit/publisher.js';
import { Subscriber, type SubscriberEvents } from '../../src/media/livekit/subscriber.js';
import { createPeer } from '../../src/media/webrtc/create-peer.js';
import { createConnection } from '../../src/media/webrtc/connection.js';
import { RemoteCandidates } from '../../src/media/webrtc/remote-candidates.js';
import { hostRooms, testcard } from '../media/support/room-host.js';
import { SignalClient, signalPath } from '../media/support/signal-client.js';
import { connect, TODAY } from '../unit/realtime/support/start.js';
import { offerOf } from './camera-offer.js';

const startCarried = (): Promise<RunningMock> => startMock({ now: TODAY, render: 'testcard' });

/** UDP sockets of this process: each peer connection has one per address of this machine. */
const udpSockets = (): number =>
  process.getActiveResourcesInfo().filter((resource) => resource === 'UDPWrap').length;

test('a peer sends no STUN request to an outside server', async () => {
  const asked = vi.spyOn(dns, 'lookup').mockRejectedValue(new Error('no network'));
  try {
    const peer = createPeer({ renderer: testcard, candidatesInAnswer: true });
    const answer = await peer.answer(await offerOf());
    expect(answer).toMatch(/^a=candidate:.* typ host /m);
    await peer.close();
    const room = createConnection();
    room.addTransceiver('video', { direction: 'sendonly' });
    await room.setLocalDescription(await room.createOffer());
    await room.close();
    expect(asked).not.toHaveBeenCalled();
  } finally {
    asked.mockRestore();
  }
});

test('many offers at once share one peer, which closes with the socket', async () => {
  await using mock = await startCarried();
  await using client = await connect(mock);
  const sdp = await offerOf();
  const before = udpSockets();
  for (let count = 0; count < 10; count++) client.send({ type: 'offer', sdp });
  await client.next('answer', 10);
  await client.close();
  await expect.poll(udpSockets).toBe(before);
});

const noEvents = new Proxy({}, { get: () => () => undefined }) as PublisherEvents & SubscriberEvents;

/** Each starts something that opens sockets, and returns how to close it. */
const kinds: Record<string, (sdp: string) => { begun: Promise<unknown>; close: () => Promise<void> }> = {
  peer: (sdp) => {
    const peer = createPeer({ renderer: testcard });
    return { begun: peer.answer(sdp), close: () => peer.close() };
  },
  publisher: (sdp) => {
    const publisher = new Publisher(new MediaNetwork().of(), noEvents, true);
    return { begun: publisher.answer(sdp), close: () => publisher.close() };
  },
  subscriber: () => {
    const subscriber = new Subscriber(new MediaNetwork().of(), noEvents, true);
    return { begun: subscriber.negotiate(), close: () => subscriber.close() };
  },
};

test.each(Object.keys(kinds))('a %s that is closed while it negotiates leaks no socket', async (kind) => {
  const sdp = await offerOf();
  const before = udpSockets();
  await Promise.all(
    Array.from({ length: 30 }, async (_, turns) => {
      const { begun, close } = kinds[kind]?.(sdp) ?? expect.fail();
      const through = begun.catch(() => 'refused');
      for (let turn = 0; turn < turns * 3; turn++) await Promise.resolve();
      await close();
      await through;
    }),
  );
  await expect.poll(udpSockets).toBe(before);
});

test('a connection takes 512 remote candidates before the flush and drops the rest', async () => {
  const connection = createConnection();
  const added = vi.spyOn(connection, 'addIceCandidate').mockResolvedValue(undefined);
  const candidates = new RemoteCandidates(connection);
  const flood = async (): Promise<void> => {
    for (let port = 1; port <= 1_000; port++)
      await candidates.add({ candidate: `candidate:1 1 udp 1 192.0.2.1 ${port} typ host`, sdpMid: '0' });
  };
  await flood();
  await candidates.flush();
  await flood();
  expect(added.mock.calls.length).toBe(512);
  await connection.close();
});

test('a candidate waits for the description of its user name fragment', async () => {
  const [client, server] = [createConnection(), createConnection()];
  const candidates = new RemoteCandidates(server);
  const added = vi.spyOn(server, 'addIceCandidate').mockResolvedValue(undefined);
  const candidateOf = (fragment: string) => ({
    candidate: `candidate:1 1 udp 1 192.0.2.1 9 typ host generation 0 ufrag ${fragment}`,
    sdpMid: '0',
  });
  client.createDataChannel('one');
  const offer = async (): Promise<string> => {
    await client.setLocalDescription(await client.createOffer());
    const sdp = client.localDescription?.sdp ?? '';
    await server.setRemoteDescription({ type: 'offer', sdp });
    return /a=ice-ufrag:(\S+)/.exec(sdp)?.[1] ?? '';
  };
  const fragment = await offer();
  await candidates.add(candidateOf('later'));
  await candidates.add(candidateOf(fragment));
  expect(added).not.toHaveBeenCalled();
  await candidates.flush();
  await candidates.add(candidateOf(fragment));
  expect(added.mock.calls).toEqual([[candidateOf(fragment)], [candidateOf(fragment)]]);
  await Promise.all([client.close(), server.close()]);
});

test('a participant announces at most 100 tracks', async () => {
  await using host = await hostRooms();
  await host.rooms.createRoom('studio');
  const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
  const client = new SignalClient(signalPath(host.url, token));
  await client.until('join');
  for (let count = 0; count < 500; count++)
    client.send({
      case: 'addTrack',
      value: new AddTrackRequest({ cid: `track-${count}`, type: TrackType.VIDEO }),
    });
  client.send({ case: 'ping', value: 1n });
  await client.until('pong');
  expect(client.messages.filter((message) => message.case === 'trackPublished').length).toBe(100);
});
