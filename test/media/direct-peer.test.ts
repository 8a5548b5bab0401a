import { PictureLossIndication, RtcpPayloadSpecificFeedback, type RtcpPacket } from 'werift';
import { describe, expect, test } from 'vitest';
import { MediaNetwork } from '../../src/media/ice/media-network.js';
import { createPeer } from '../../src/media/webrtc/create-peer.js';
import type { Peer, PeerOptions } from '../../src/media/webrtc/peer.js';
import type { CandidateInit } from '../../src/media/webrtc/connection.js';
import { VP8_BLACK, VP8_GREY } from '../../src/media/codecs/flat-frames.js';
import { RawPeerClient } from './support/raw-peer-client.js';
import { echo, eventually, testcard } from './support/room-host.js';

/** Whether a packet requests a key frame of that media. */
const isRequest = (packet: RtcpPacket, mediaSsrc: number): boolean =>
  packet instanceof RtcpPayloadSpecificFeedback &&
  packet.feedback instanceof PictureLossIndication &&
  packet.feedback.mediaSsrc === mediaSsrc;

/** A peer that sends its candidates to the client, once that has its answer. */
function trickling(client: RawPeerClient, options: Partial<PeerOptions> = {}): Peer & AsyncDisposable {
  const peer = createPeer({
    renderer: echo,
    ...options,
    events: {
      ...options.events,
      candidate: (candidate) => {
        void client.connection.addIceCandidate(candidate);
      },
    },
  });
  return Object.assign(peer, { [Symbol.asyncDispose]: () => peer.close() });
}

describe('a direct peer', () => {
  test('answers a sendrecv VP8 offer, trickles only after the answer, and sends the video back on the same section', async () => {
    await using client = new RawPeerClient();
    const order: string[] = [];
    await using peer = trickling(client, { events: { firstMedia: () => order.push('first media') } });
    client.add('video', 'sendrecv');
    const answer = await client.connect(peer);
    expect(answer.match(/^m=/gm)).toHaveLength(1);
    expect(answer).toContain('a=sendrecv');
    expect(answer).toMatch(/a=msid:inference \S+/);
    expect(answer).not.toContain('a=candidate');
    await eventually('echoed video', () => client.count('video') > 10);
    expect(order).toEqual(['first media']);
    expect(peer.stats.rendering).toMatchObject({ doing: 'echo', codec: 'vp8' });
    const sequences = client.received.map(({ sequence }) => sequence);
    expect(
      sequences.every((value, index) => index === 0 || value === ((sequences[index - 1] ?? 0) + 1) % 65_536),
    ).toBe(true);
  });

  test('the newest video is the input, alone, and the older one is again once the newer no longer sends', async () => {
    await using client = new RawPeerClient();
    await using peer = trickling(client);
    client.add('video', 'sendrecv');
    await client.connect(peer);
    const endOf = (picture: string): string =>
      Buffer.from(picture, 'base64').subarray(-40).toString('base64');
    /** Awaits six frames that come back, and says whose they are. */
    const pictures = async (): Promise<Set<string>> => {
      const from = client.received.length;
      await eventually('six frames', () => client.received.length > from + 5);
      return new Set(
        client.received.slice(from).map(({ payload }) => payload.subarray(-40).toString('base64')),
      );
    };
    expect(endOf(VP8_GREY)).not.toBe(endOf(VP8_BLACK));
    expect(await pictures()).toEqual(new Set([endOf(VP8_GREY)]));

    const second = client.add('video', 'sendonly', VP8_BLACK);
    await client.connect(peer);
    await eventually(
      'the second track',
      () => client.received.at(-1)?.payload.subarray(-40).toString('base64') === endOf(VP8_BLACK),
    );
    expect(await pictures()).toEqual(new Set([endOf(VP8_BLACK)]));

    second.setDirection('inactive');
    await client.connect(peer);
    await eventually(
      'the first track',
      () => client.received.at(-1)?.payload.subarray(-40).toString('base64') === endOf(VP8_GREY),
    );
    expect(await pictures()).toEqual(new Set([endOf(VP8_GREY)]));
  });

  test('puts all candidates into the answer for a client that does not trickle', async () => {
    await using client = new RawPeerClient();
    const trickled: CandidateInit[] = [];
    const peer = createPeer({
      renderer: testcard,
      candidatesInAnswer: true,
      events: { candidate: (candidate) => trickled.push(candidate) },
    });
    client.add('video', 'recvonly');
    const answer = await client.connect(peer);
    expect(answer).toMatch(/a=candidate:.* 127\.0\.0\.1 \d+ typ host/);
    await eventually('video', () => client.count('video') > 3);
    expect(trickled).toEqual([]);
    await peer.close();
  });

  test('puts the advertised address into candidates', async () => {
    await using client = new RawPeerClient();
    const peer = createPeer({
      renderer: testcard,
      candidatesInAnswer: true,
      network: new MediaNetwork({ advertisedAddress: '192.0.2.7', portRange: [42_000, 42_100] }).of(),
    });
    client.add('video', 'recvonly');
    const answer = await client.connect(peer);
    const candidates = [...answer.matchAll(/a=candidate:\S+ \d+ udp \d+ (\S+) (\d+)/gi)];
    expect(candidates.length).toBeGreaterThan(0);
    for (const [, address, port] of candidates) {
      expect(address).toBe('192.0.2.7');
      expect(Number(port)).toBeGreaterThanOrEqual(42_000);
      expect(Number(port)).toBeLessThanOrEqual(42_100);
    }
    await peer.close();
  });

  test('accepts a candidate before the offer', async () => {
    await using client = new RawPeerClient();
    await using peer = trickling(client);
    await peer.addCandidate({
      candidate: 'candidate:1 1 udp 2130706431 127.0.0.1 9 typ host',
      sdpMid: '0',
      sdpMLineIndex: 0,
    });
    await peer.addCandidate({ candidate: 'nonsense', sdpMid: '0' });
    await peer.addCandidate(null);
    client.add('video', 'sendrecv');
    await client.connect(peer);
    await eventually('echoed video', () => client.count('video') > 3);
  });

  test('a recvonly session gets video and audio in one stream, with silence until there is audio', async () => {
    await using client = new RawPeerClient();
    await using peer = trickling(client, { renderer: testcard });
    client.add('video', 'recvonly');
    client.add('audio', 'recvonly');
    const answer = await client.connect(peer);
    expect(answer.match(/a=msid:inference /g)).toHaveLength(2);
    await eventually('video and audio', () => client.count('video') > 5 && client.count('audio') > 20);
    expect(client.received.find(({ kind }) => kind === 'audio')?.payload).toEqual(
      Buffer.from([0xf8, 0xff, 0xfe]),
    );
  });

  test('a viewer gets another peer’s output and may leave without effect on it', async () => {
    await using client = new RawPeerClient();
    await using peer = trickling(client);
    client.add('video', 'sendrecv');
    await client.connect(peer);
    await eventually('echoed video', () => client.count('video') > 3);
    {
      await using watcher = new RawPeerClient();
      await using viewer = trickling(watcher, { viewerOf: peer });
      watcher.add('video', 'recvonly');
      watcher.add('audio', 'recvonly');
      await watcher.connect(viewer);
      await eventually('the same video', () => watcher.count('video') > 5);
    }
    const before = client.count('video');
    await eventually('more video', () => client.count('video') > before + 5);
    expect(peer.flowing).toBe(true);
  });

  // A browser requests under the SSRC of a track that it sends, when it sends one.
  test('passes on a request for a key frame that comes under the SSRC of the client’s camera', async () => {
    await using client = new RawPeerClient();
    await using peer = trickling(client);
    client.add('video', 'sendrecv');
    await client.connect(peer);
    await eventually('echoed video', () => client.count('video') > 3);
    const [transceiver] = client.connection.getTransceivers();
    const [{ ssrc: mediaSsrc } = { ssrc: 0 }] = client.received;
    const senderSsrc = transceiver?.sender.ssrc ?? 0;
    let passedOn = 0;
    transceiver?.dtlsTransport.onRtcp.subscribe((packet) => {
      if (isRequest(packet, senderSsrc)) passedOn++;
    });
    const feedback = new PictureLossIndication({ senderSsrc, mediaSsrc });
    await transceiver?.dtlsTransport.sendRtcp([new RtcpPayloadSpecificFeedback({ feedback })]);
    await eventually('a request to the camera', () => passedOn === 1);
  });

  test('answers a second offer on the same connection', async () => {
    await using client = new RawPeerClient();
    await using peer = trickling(client, { renderer: testcard });
    client.add('video', 'recvonly');
    await client.connect(peer);
    await eventually('video', () => client.count('video') > 3);
    client.add('audio', 'recvonly');
    await client.connect(peer);
    await eventually('audio as well', () => client.count('audio') > 5);
    const before = client.count('video');
    await eventually('more video', () => client.count('video') > before + 3);
  });

  test('with iceNeverConnects ICE does not connect', async () => {
    await using client = new RawPeerClient();
    await using peer = trickling(client, { iceNeverConnects: true });
    client.add('video', 'sendrecv');
    await client.connect(peer);
    await expect(
      eventually('a connection', () => client.connection.connectionState === 'connected', 1500),
    ).rejects.toThrow();
    expect(peer.stats.connection).not.toBe('connected');
  });

  test('held output leaves only once it is released', async () => {
    await using client = new RawPeerClient();
    await using peer = trickling(client, { renderer: testcard });
    peer.setHeld(true);
    client.add('video', 'recvonly');
    await client.connect(peer);
    await eventually('a connection', () => client.connection.connectionState === 'connected');
    expect(peer.stats.framesOut).toBe(0);
    peer.setHeld(false);
    await eventually('video', () => client.count('video') > 3);
  });

  test('rejects an offer without media with the reason', async () => {
    const peer = createPeer({ renderer: echo });
    await expect(peer.answer('v=0\r\n')).rejects.toThrow('no audio or video section');
    await peer.close();
  });
});
