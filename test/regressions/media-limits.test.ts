import { DisconnectReason, LeaveRequest, SessionDescription, TrickleRequest } from '@livekit/protocol';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { startMock, type MockOptions, type RunningMock } from '../../src/index.js';
import { MediaNetwork } from '../../src/media/ice/media-network.js';
import { hostRooms, testcard } from '../media/support/room-host.js';
import { DIALECTS, SignalClient, signalPath } from '../media/support/signal-client.js';
import { until } from '../support/patience.js';
import { connect, KEY, TODAY } from '../unit/realtime/support/start.js';
import { offerOf } from './camera-offer.js';
import { OFFER } from './support.js';

const carried = (options: MockOptions = {}): Promise<RunningMock> =>
  startMock({ now: TODAY, render: 'testcard', ...options });

const create = (mock: RunningMock, sdp: string): Promise<Response> =>
  fetch(`${mock.url}/v1/realtime/sessions`, {
    method: 'POST',
    headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'lucy-2.5', sdp: { type: 'offer', sdp } }),
  });

const sources = (count: number): string =>
  Array.from({ length: count }, (_, at) => `a=ssrc:${at} cname:c\r\n`).join('');

const HUGE: [what: string, sdp: string, problem: RegExp][] = [
  ['20,000 sources', OFFER + sources(20_000), /bytes, the limit is 65536/],
  ['500 sources', OFFER + sources(500), /more lines in media section 1 than the limit, 400/],
  [
    '2,000 media sections',
    OFFER + 'm=audio 9 RTP 0\r\n'.repeat(2_000),
    /more media sections than the limit, 64/,
  ],
];

describe.each(['webrtc', 'simulated'] as const)('over %s', (media) => {
  test.each(HUGE)('an offer with %s is refused unread', async (_, sdp, problem) => {
    await using mock = await carried({ realtime: { media } });
    const refused = await create(mock, sdp);
    expect(refused.status).toBe(400);
    expect(await refused.json()).toMatchObject({ detail: expect.stringMatching(problem) as string });
    await using client = await connect(mock);
    client.send({ type: 'offer', sdp });
    expect(await client.next('error')).toMatchObject({ error: 'The offer could not be applied' });
    client.send({ type: 'offer', sdp: await offerOf() });
    await client.next('answer');
  });
});

/** A message of more than 256 kB is not read at all. */
const endOf = (sdp: string): number => (sdp.length > 1 << 18 ? 1009 : 1011);

describe.each(DIALECTS)('in a room, in %s', (dialect) => {
  test.each(HUGE)('an offer with %s ends its socket, unread', async (_, sdp) => {
    await using host = await hostRooms({ renderer: testcard });
    await host.rooms.createRoom('studio');
    const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
    const client = new SignalClient(signalPath(host.url, token, dialect));
    await client.until('join');
    client.send({ case: 'offer', value: new SessionDescription({ type: 'offer', sdp, id: 1 }) });
    await until(() => expect(client.closed).toMatchObject({ code: endOf(sdp) }));
  });
});

test('an answer that is too large ends its socket, unread', async () => {
  await using host = await hostRooms({ renderer: testcard });
  await host.rooms.createRoom('studio');
  const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
  const client = new SignalClient(signalPath(host.url, token, 'V0'));
  const { id } = await client.until('offer');
  const sdp = HUGE[0]?.[1] ?? '';
  client.send({ case: 'answer', value: new SessionDescription({ type: 'answer', sdp, id }) });
  await until(() => expect(client.closed).toMatchObject({ code: endOf(sdp) }));
});

test('an offer in a join request has the same limits', async () => {
  await using host = await hostRooms({ renderer: testcard });
  await host.rooms.createRoom('studio');
  const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
  const client = new SignalClient(signalPath(host.url, token, 'V1', { offer: HUGE[1]?.[1] ?? '' }));
  await until(() => expect(client.closed).toMatchObject({ code: 1011 }));
});

/** Two ports that are free and stay with this test until it releases them. */
async function takePorts(): Promise<{ range: readonly [number, number]; release: () => void }> {
  for (;;) {
    const first = createSocket('udp4');
    first.bind(0, '127.0.0.1');
    await once(first, 'listening');
    const { port } = first.address();
    const second = createSocket('udp4');
    const bound = once(second, 'listening').then(() => true);
    const failed = new Promise<boolean>((resolve) => second.once('error', () => resolve(false)));
    second.bind(port + 1, '127.0.0.1');
    const release = (): void => void [first, second].map((socket) => socket.close());
    if (await Promise.race([bound, failed])) return { range: [port, port + 1], release };
    release();
  }
}

describe('a port range that is used up', () => {
  const FULL = /all ports from \d+ to \d+ are in use. Widen realtime\.ice\.portRange/;

  test('refuses a session over HTTP for want of capacity, and says what to do', async () => {
    const warnings: string[] = [];
    const { range, release } = await takePorts();
    await using mock = await carried({
      realtime: { ice: { portRange: range } },
      onWarning: (warning) => warnings.push(warning),
    });
    const refused = await create(mock, await offerOf());
    expect(refused.status).toBe(503);
    expect(await refused.json()).toMatchObject({ detail: 'Server at capacity. Please try again later.' });
    expect(warnings).toEqual([expect.stringMatching(FULL)]);
    const [entry] = await mock.account(KEY).journal.find({ error: 'at_capacity' });
    expect(entry).toMatchObject({ error: 'at_capacity', advice: expect.stringMatching(FULL) as string });
    release();
    // A process that another test starts at this moment keeps the port for some milliseconds more.
    await expect.poll(async () => (await create(mock, await offerOf())).status).toBe(201);
  });

  test('refuses an offer on a socket for want of capacity, and closes it', async () => {
    const { range, release } = await takePorts();
    await using mock = await carried({ realtime: { ice: { portRange: range } }, onWarning: () => undefined });
    await using client = await connect(mock);
    client.send({ type: 'offer', sdp: await offerOf() });
    expect(await client.next('error')).toMatchObject({
      error: 'Server at capacity. Please try again later.',
    });
    expect(await client.closed).toMatchObject({ code: 1013 });
    release();
  });

  test.each(DIALECTS)('ends the join of a room in %s', async (dialect) => {
    const warnings: string[] = [];
    const { range, release } = await takePorts();
    await using host = await hostRooms({
      renderer: testcard,
      network: new MediaNetwork({ portRange: range }),
      onWarning: (warning) => warnings.push(warning),
    });
    await host.rooms.createRoom('studio');
    const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
    const offer = dialect === 'V1' ? { offer: await offerOf() } : {};
    const client = new SignalClient(signalPath(host.url, token, dialect, offer));
    expect(await client.until('leave')).toMatchObject({ reason: 7 });
    expect(warnings).toEqual([expect.stringMatching(FULL)]);
    expect(host.rooms.stats.participants).toBe(0);
    release();
  });
});

describe('a port range that fits one LiveKit client', () => {
  const LEFT = { case: 'leave', value: new LeaveRequest() } as const;

  async function narrowHost() {
    const { range, release } = await takePorts();
    release();
    const host = await hostRooms({
      renderer: testcard,
      network: new MediaNetwork({ portRange: range }),
      onWarning: () => undefined,
    });
    await host.rooms.createRoom('studio');
    return host;
  }

  async function join({ url, rooms }: Awaited<ReturnType<typeof narrowHost>>, identity: string) {
    const token = await rooms.mintToken({ room: 'studio', identity });
    return new SignalClient(signalPath(url, token, 'V0'));
  }

  async function sendOffer(client: SignalClient): Promise<void> {
    const sdp = await offerOf();
    client.send({ case: 'offer', value: new SessionDescription({ type: 'offer', sdp, id: 1 }) });
  }

  test('ends each further join at once, and has its ports again when the client leaves', async () => {
    await using host = await narrowHost();
    for (const round of [1, 2, 3]) {
      const client = await join(host, `sender-${round}`);
      await client.until('offer');
      await sendOffer(client);
      await client.until('answer');
      for (const other of ['first', 'second', 'third']) {
        const refused = await join(host, `${other}-${round}`);
        expect(await refused.until('leave')).toMatchObject({ reason: DisconnectReason.JOIN_FAILURE });
        await until(() => expect(refused.closed).toBeDefined());
      }
      client.send(LEFT);
      await until(() => expect(host.rooms.stats.participants).toBe(0));
    }
  });

  test('ends the join of a client whose second peer connection finds no port', async () => {
    await using host = await narrowHost();
    await (await join(host, 'first')).until('offer');
    const second = await join(host, 'second');
    await second.until('offer');
    await sendOffer(second);
    expect(await second.until('leave')).toMatchObject({ reason: DisconnectReason.JOIN_FAILURE });
    await (await join(host, 'third')).until('offer');
  });
});

test('the start warns about a port range without room for a session, and says how many ports one takes', async () => {
  const extraAddresses = ['127.0.0.1', '127.0.0.2', '127.0.0.3'];
  const warningsWith = async (ports: number): Promise<string[]> => {
    const warnings: string[] = [];
    const ice = { reach: 'client', extraAddresses, portRange: [50_000, 49_999 + ports] } as const;
    await using mock = await carried({ realtime: { ice }, onWarning: (one) => warnings.push(one) });
    await mock.fetch('/_mock/health');
    return warnings;
  };
  const [none = ''] = await warningsWith(2);
  expect(none).toMatch(/^realtime\.ice\.portRange has 2 ports, from 50000 to 50001, so no session fits\./);
  // The interfaces of the machine count as well.
  const [, direct, livekit] =
    /direct WebRTC takes (\d+), one of a LiveKit client up to (\d+)\./.exec(none) ?? [];
  expect(Number(direct)).toBeGreaterThanOrEqual(3);
  expect(Number(livekit)).toBe(2 * Number(direct));
  expect(await warningsWith(Number(livekit) - 1)).toEqual([
    expect.stringContaining('so no session of a LiveKit client with two peer connections fits'),
  ]);
  expect(await warningsWith(Number(livekit))).toEqual([]);
});

test('a flood of trickled candidates ends no session', async () => {
  await using host = await hostRooms({ renderer: testcard });
  await host.rooms.createRoom('studio');
  const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
  const client = new SignalClient(signalPath(host.url, token, 'V0'));
  await client.until('offer');
  for (let port = 1; port <= 5_000; port++) {
    const candidate = `candidate:1 1 udp 2122260223 198.51.100.${port % 250} ${port} typ host`;
    const candidateInit = JSON.stringify({ candidate, sdpMid: '0', sdpMLineIndex: 0 });
    client.send({ case: 'trickle', value: new TrickleRequest({ candidateInit, target: port % 2 }) });
  }
  client.send({ case: 'ping', value: 1n });
  await client.until('pong');
  expect(client.closed).toBeUndefined();
  client.socket.terminate();
});
