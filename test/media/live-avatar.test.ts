import { readFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { loadWebCodecs } from '../../src/media/codecs/web-codecs.js';
import { pickRenderer } from '../../src/media/live/pick-renderer.js';
import { createPeer } from '../../src/media/webrtc/create-peer.js';
import type { Peer, PeerOptions } from '../../src/media/webrtc/peer.js';
import { reportSkip } from '../support/report-skip.js';
import { AvatarClient, decodeAll, lightAt, mouthOf, opusTone } from './support/avatar-client.js';
import { eventually } from './support/room-host.js';

const codecs = await loadWebCodecs().catch((error: Error) => error.message);
const FORMAT = { width: 1280, height: 720, fps: 25 };
const FRAME_TICKS = 90_000 / FORMAT.fps;

const square = ((): Buffer => {
  const png = new PNG({ width: 200, height: 200 });
  png.data.fill(140);
  for (let at = 3; at < png.data.length; at += 4) png.data[at] = 255;
  return PNG.sync.write(png);
})();

async function avatarPeer(
  client: AvatarClient,
  asked: 'testcard' | 'echo' | 'transform',
  more: Partial<PeerOptions> = {},
): Promise<Peer & AsyncDisposable> {
  const peer = createPeer({
    renderer: await pickRenderer(asked),
    output: { avatar: FORMAT },
    ...more,
    events: {
      ...more.events,
      candidate: (candidate) => {
        void client.connection.addIceCandidate(candidate);
      },
    },
  });
  return Object.assign(peer, { [Symbol.asyncDispose]: () => peer.close() });
}

describe.skipIf(reportSkip(typeof codecs === 'string' ? codecs : undefined))('a live avatar', () => {
  if (typeof codecs === 'string') return;

  test.each([
    ['testcard', 'h264'],
    ['testcard', 'vp8'],
    ['echo', 'vp8'],
    ['transform', 'h264'],
  ] as const)(
    'by %s in %s: 1280x720 at 25 a second, the mouth follows the sound, and the sound comes back',
    async (asked, codec) => {
      const [loud, silent] = await Promise.all([opusTone(codecs, 0.5), opusTone(codecs, 0)]);
      await using client = new AvatarClient(codec);
      await using peer = await avatarPeer(client, asked);
      peer.setImage(square);
      const answer = await client.connect(peer);
      const [, video = '', audio = ''] = answer.split(/^m=/m);
      expect(video).toContain('a=sendonly');
      expect(audio).toContain('a=sendrecv');
      expect(answer.match(/a=msid:inference /g)).toHaveLength(2);

      client.play(silent);
      await eventually('a second of pictures', () => client.frames.length > 25);
      const spokeAt = client.frames.length;
      client.play(loud);
      await eventually('two more', () => client.frames.length > spokeAt + 50);
      const frames = client.frames;
      const steps = frames
        .slice(1)
        .map(({ timestamp }, index) => timestamp - (frames[index]?.timestamp ?? 0));
      // Even but for pictures that a busy machine leaves out.
      const even = steps.filter((step) => Math.abs(step - FRAME_TICKS) <= 2).length;
      expect(even / steps.length).toBeGreaterThan(0.9);

      const pictures = await decodeAll(codecs, codec, frames);
      expect(pictures).toHaveLength(frames.length);
      expect(new Set(pictures.map(({ width, height }) => `${width}x${height}`))).toEqual(
        new Set(['1280x720']),
      );
      // The square is in the centre, between black bars.
      const [first] = pictures;
      if (!first) throw new Error('no picture');
      expect([40, 640, 1240].map((x) => lightAt(first, x, 360) > 60)).toEqual([false, true, false]);
      const mouths = pictures.map(mouthOf);
      expect(Math.max(...mouths.slice(0, spokeAt))).toBeLessThan(10);
      // Shut where a busy machine sent no sound for a moment.
      const open = mouths.slice(-30).filter((mouth) => mouth > 90);
      expect(open.length).toBeGreaterThan(20);
      // What leaves is what came.
      const sent = new Set([...loud, ...silent].map((packet) => packet.toString('hex')));
      expect(client.audio.length).toBeGreaterThan(50);
      expect(client.audio.every(({ payload }) => sent.has(payload.toString('hex')))).toBe(true);
      // The first loud packet leaves with the first open mouth, not before or after it.
      const loudest = new Set(loud.slice(2).map((packet) => packet.toString('hex')));
      const heardAt = client.audio.find(({ payload }) => loudest.has(payload.toString('hex')))?.at ?? 0;
      const openAt = frames[mouths.findIndex((mouth) => mouth > 60)]?.at ?? 0;
      expect(Math.abs(heardAt - openAt)).toBeLessThan(200);
    },
  );

  test('every picture differs from the one before, without any sound', async () => {
    await using client = new AvatarClient('h264');
    await using peer = await avatarPeer(client, 'testcard');
    peer.setImage(square);
    await client.connect(peer);
    await eventually('two seconds', () => client.frames.length > 50);
    const pictures = await decodeAll(codecs, 'h264', client.frames);
    const same = pictures.slice(1).filter((one, index) => {
      const before = pictures[index];
      return before !== undefined && Buffer.compare(one.data, before.data) === 0;
    });
    expect(same).toHaveLength(0);
    expect(client.audio).toHaveLength(0);
  });

  test('without a picture nothing is shown and no generation begins, until one comes', async () => {
    const events: string[] = [];
    await using client = new AvatarClient('h264');
    await using peer = await avatarPeer(client, 'testcard', {
      events: { firstMedia: () => events.push('first') },
    });
    client.play(await opusTone(codecs, 0.2));
    await client.connect(peer);
    await eventually('the sound', () => client.audio.length > 25);
    expect(client.frames).toHaveLength(0);
    expect(events).toEqual([]);
    peer.setImage(readFileSync('fixtures/input.webp'));
    await eventually('pictures', () => client.frames.length > 5);
    expect(events).toEqual(['first']);
    peer.setImage(null);
    await eventually('the end', () => !peer.flowing);
  });

  test('an image that cannot be decoded gives a card that says so', async () => {
    await using client = new AvatarClient('h264');
    await using peer = await avatarPeer(client, 'testcard');
    peer.setImage(Buffer.concat([square.subarray(0, 60), Buffer.from('cut')]));
    await client.connect(peer);
    await eventually('pictures', () => client.frames.length > 3);
    const [picture] = await decodeAll(codecs, 'h264', client.frames);
    if (!picture) throw new Error('no picture');
    let inked = 0;
    for (let x = 0; x < 1280; x += 4) if (lightAt(picture, x, 24 + 16) > 200) inked++;
    expect(inked).toBeGreaterThan(5);
  });
});
