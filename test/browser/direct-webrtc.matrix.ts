import { describe, expect, test } from 'vitest';
import { pickRenderer } from '../../src/media/live/pick-renderer.js';
import type { RendererName } from '../../src/media/choose-renderers.js';
import type { CandidateInit } from '../../src/media/webrtc/connection.js';
import { createPeer } from '../../src/media/webrtc/create-peer.js';
import type { Peer, PeerOptions } from '../../src/media/webrtc/peer.js';
import { reportSkip } from '../support/report-skip.js';
import { CHANGE, distance, type Rgb, type Tools } from './page-tools.js';
import { noBrowser, withPage, type TestPage } from './with-page.js';

interface Signalling {
  offer(label: string, sdp: string): Promise<string>;
  trickle(label: string, candidate: CandidateInit | null): Promise<void>;
  connections: Record<string, RTCPeerConnection>;
  tools: Tools;
}

/** Connects a page's peer connections to peers, as SDKs over direct WebRTC do over their WebSocket. */
async function wire(
  { page }: TestPage,
  options: (label: string) => Omit<PeerOptions, 'events'>,
): Promise<Map<string, Peer>> {
  const peers = new Map<string, Peer>();
  const add = (label: string, candidate: CandidateInit) =>
    page.evaluate(
      ([label, candidate]) =>
        (window as unknown as Signalling).connections[label]?.addIceCandidate(
          candidate as RTCIceCandidateInit,
        ),
      [label, candidate] as const,
    );
  await page.exposeFunction('offer', (label: string, sdp: string) => {
    const events = {
      candidate: (candidate: CandidateInit) => void pending.then(() => add(label, candidate)),
    };
    const peer = peers.get(label) ?? createPeer({ ...options(label), events });
    peers.set(label, peer);
    const pending = peer.answer(sdp);
    return pending;
  });
  await page.exposeFunction('trickle', (label: string, candidate: CandidateInit | null) =>
    peers.get(label)?.addCandidate(candidate),
  );
  return peers;
}

/** Does what `@decartai/sdk` 0.0.46 does: adds tracks as sendrecv, VP8 first; without a camera two recvonly sections. */
const connect = ({ page }: TestPage, label: string, sends: boolean) =>
  page.evaluate(
    async ([label, sends]) => {
      const here = window as unknown as Signalling;
      const connection = new RTCPeerConnection();
      here.connections = { ...here.connections, [label]: connection };
      connection.ontrack = ({ streams: [stream], track }) => {
        if (track.kind === 'video' && stream) here.tools.show(label, stream);
      };
      connection.onicecandidate = ({ candidate }) =>
        void here.trickle(label, candidate?.toJSON() as CandidateInit | null);
      if (sends) {
        const camera = await here.tools.camera(1280, 720, true);
        for (const track of camera.getTracks()) connection.addTrack(track, camera);
        const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
        const isVp8 = (codec: { mimeType: string }): boolean => codec.mimeType === 'video/VP8';
        for (const transceiver of connection.getTransceivers()) {
          if (transceiver.sender.track?.kind !== 'video') continue;
          transceiver.setCodecPreferences([
            ...codecs.filter(isVp8),
            ...codecs.filter((codec) => !isVp8(codec)),
          ]);
        }
      } else {
        connection.addTransceiver('video', { direction: 'recvonly' });
        connection.addTransceiver('audio', { direction: 'recvonly' });
      }
      await connection.setLocalDescription(await connection.createOffer());
      const sdp = await here.offer(label, connection.localDescription?.sdp ?? '');
      await connection.setRemoteDescription({ type: 'answer', sdp });
    },
    [label, sends] as const,
  );

const moreFrames = ({ page }: TestPage, label: string, more: number) =>
  page.evaluate(([label, more]) => (window as unknown as Signalling).tools.moreFrames(label, more), [
    label,
    more,
  ] as const);

const movedFrom = ({ page }: TestPage, label: string, rgb: Rgb, away: number) =>
  page.evaluate(([label, rgb, away]) => (window as unknown as Signalling).tools.movedFrom(label, rgb, away), [
    label,
    rgb,
    away,
  ] as const);

describe.skipIf(reportSkip(noBrowser()))('a direct peer connection of a real browser', () => {
  test.each<RendererName>(['echo', 'testcard', 'transform'])(
    'sends its camera and decodes the output of "%s"; a viewer gets the same',
    { timeout: 90_000 },
    async (name) => {
      const renderer = await pickRenderer(name);
      await withPage('livekit-client', async (page) => {
        const peers = await wire(page, (label) => {
          const user = peers.get('user');
          return label === 'viewer' && user ? { renderer, viewerOf: user } : { renderer };
        });
        const started = performance.now();
        await connect(page, 'user', true);
        await moreFrames(page, 'user', 1);
        const firstFrame = Math.round(performance.now() - started);
        peers.get('user')?.setPrompt('a red cat');
        const before = await moreFrames(page, 'user', 15);
        peers.get('user')?.setPrompt('deep sea');
        const after =
          name === 'echo'
            ? await moreFrames(page, 'user', 15)
            : await movedFrom(page, 'user', before.rgb, CHANGE);
        const moved = distance(before.rgb, after.rgb);
        console.info(
          `direct ${name}: first frame ${firstFrame} ms, ${after.width}x${after.height}, colour moved by ${Math.round(moved)}`,
        );
        // With audio beside it Chromium starts 640 wide and grows within seconds.
        expect([640, 960, 1280]).toContain(after.width);
        if (name === 'echo') expect(moved).toBeLessThan(CHANGE);
        await connect(page, 'viewer', false);
        expect((await moreFrames(page, 'viewer', 10)).width).toBeGreaterThanOrEqual(640);
        for (const peer of [...peers.values()].reverse()) await peer.close();
        expect(page.errors).toEqual([]);
      });
    },
  );
});
