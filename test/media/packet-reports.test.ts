import { GenericNack, RtcpRrPacket, RtcpSrPacket, RtcpTransportLayerFeedback } from 'werift';
import { describe, expect, test } from 'vitest';
import { createPeer } from '../../src/media/webrtc/create-peer.js';
import type { Peer } from '../../src/media/webrtc/peer.js';
import { RawPeerClient } from './support/raw-peer-client.js';
import { echo, eventually } from './support/room-host.js';

/** A peer that sends the client's video back. */
async function echoing(client: RawPeerClient): Promise<Peer & AsyncDisposable> {
  const peer = createPeer({
    renderer: echo,
    events: { candidate: (candidate) => void client.connection.addIceCandidate(candidate) },
  });
  await client.connect(peer);
  await eventually('echoed video', () => client.count('video') > 3);
  return Object.assign(peer, { [Symbol.asyncDispose]: () => peer.close() });
}

describe('a peer connection', () => {
  test('sends a packet again that the client misses, and nothing for one that was never sent', async () => {
    await using client = new RawPeerClient();
    const { receiver } = client.add('video', 'sendrecv');
    await using peer = await echoing(client);
    expect(peer.flowing).toBe(true);
    const wanted = client.received.at(-1);
    const of = (sequence: number | undefined) => client.received.filter((one) => one.sequence === sequence);
    const request = (lost: number[]): Promise<unknown> =>
      receiver.dtlsTransport.sendRtcp([
        new RtcpTransportLayerFeedback({
          feedback: new GenericNack({ senderSsrc: 1, mediaSourceSsrc: wanted?.ssrc ?? 0, lost }),
        }),
      ]);
    const never = ((wanted?.sequence ?? 0) + 30_000) % 65_536;
    await request([never]);
    await request([wanted?.sequence ?? 0]);
    await eventually('the packet again', () => of(wanted?.sequence).length === 2);
    const [first, again] = of(wanted?.sequence);
    expect(again).toEqual(first);
    expect(of(never)).toEqual([]);
  });

  test('requests a packet that it misses', async () => {
    await using client = new RawPeerClient();
    const { sender } = client.add('video', 'sendrecv');
    await using peer = await echoing(client);
    expect(peer.flowing).toBe(true);
    const dropped: number[] = [];
    const requested: number[] = [];
    sender.onGenericNack.subscribe(({ lost }) => void requested.push(...lost));
    const { dtlsTransport } = sender;
    const sendRtp = dtlsTransport.sendRtp.bind(dtlsTransport);
    dtlsTransport.sendRtp = (payload, header) => {
      // werift requests none whose number wraps around, as those of this client soon do.
      if (header.sequenceNumber < 5 || header.sequenceNumber > 1_000) return sendRtp(payload, header);
      dtlsTransport.sendRtp = sendRtp;
      dropped.push(header.sequenceNumber);
      return Promise.resolve(0);
    };
    await eventually('a request', () => requested.length > 0);
    expect(requested).toContain(dropped[0]);
  });

  test('reports what it sent and what it received', async () => {
    await using client = new RawPeerClient();
    const { sender, receiver } = client.add('video', 'sendrecv');
    await using peer = await echoing(client);
    expect(peer.flowing).toBe(true);
    const sent: RtcpSrPacket[] = [];
    const received: RtcpRrPacket[] = [];
    receiver.onRtcp.subscribe((packet) => {
      if (packet instanceof RtcpSrPacket) sent.push(packet);
    });
    sender.onRtcp.subscribe((packet) => {
      if (packet instanceof RtcpRrPacket && packet.reports.length > 0) received.push(packet);
    });
    await eventually('two reports of each kind', () => sent.length > 1 && received.length > 1);
    const [report] = sent;
    const echoed = client.received.filter(({ kind }) => kind === 'video');
    expect(report?.ssrc).toBe(echoed[0]?.ssrc);
    expect(report?.senderInfo.packetCount).toBeGreaterThan(3);
    expect(report?.senderInfo.packetCount).toBeLessThanOrEqual(echoed.length + 1);
    expect(echoed.map(({ timestamp }) => timestamp)).toContain(report?.senderInfo.rtpTimestamp);
    const secondsSince1900 = Number((report?.senderInfo.ntpTimestamp ?? 0n) >> 32n);
    expect(Math.abs(secondsSince1900 - 2_208_988_800 - Date.now() / 1_000)).toBeLessThan(5);
    expect(received[0]?.reports[0]).toMatchObject({ ssrc: sender.ssrc, packetsLost: 0 });
  });
});
