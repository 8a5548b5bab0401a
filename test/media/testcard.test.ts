import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toAnnexB } from '../../src/media/codecs/h264/nal.js';
import { depacketizeH264, packetizeH264 } from '../../src/media/codecs/h264/rtp.js';
import { blackFrame } from '../../src/media/live/black-card.js';
import { VP8_GREY, VP8_HUES } from '../../src/media/codecs/flat-frames.js';
import { startsKeyFrame } from '../../src/media/live/key-frame.js';
import { BLACK, chromaOf } from '../../src/media/drawing/colours.js';
import type { Picture } from '../../src/media/drawing/picture.js';
import { hueOf } from '../../src/media/drawing/tint.js';
import { SessionCard } from '../../src/media/live/session-card.js';
import { ReorderBuffer } from '../../src/media/live/reorder-buffer.js';
import { RtpTimeline } from '../../src/media/live/rtp-timeline.js';
import { depacketizeVp8, packetizeVp8 } from '../../src/media/codecs/vp8-rtp.js';
import { loadWebCodecs, type WebCodecs } from '../../src/media/codecs/web-codecs.js';
import { reportSkip } from '../support/report-skip.js';

const codecs = await loadWebCodecs().catch((error: Error) => error.message);

async function decode(
  { VideoDecoder, EncodedVideoChunk }: WebCodecs,
  codec: string,
  frames: readonly Buffer[],
) {
  const seen: Buffer[] = [];
  const copies: Promise<unknown>[] = [];
  const decoder = new VideoDecoder({
    output: (frame) => {
      const data = Buffer.alloc(frame.allocationSize());
      seen.push(data);
      copies.push(frame.copyTo(data).then(() => frame.close()));
    },
    error: (error) => {
      throw error;
    },
  });
  decoder.configure({ codec, optimizeForLatency: true });
  frames.forEach((data, index) =>
    decoder.decode(
      new EncodedVideoChunk({ type: index === 0 ? 'key' : 'delta', timestamp: index * 100_000, data }),
    ),
  );
  await decoder.flush();
  await Promise.all(copies);
  return seen;
}

describe.skipIf(reportSkip(typeof codecs === 'string' ? codecs : undefined))('the test card, decoded', () => {
  test.each([
    [640, 360],
    [320, 180],
    [66, 34],
  ])('%i by %i: key and delta frames come out as drawn', async (width, height) => {
    const card = new SessionCard(width, height);
    const meant: Picture[] = [];
    const frames = Array.from({ length: 6 }, (_, index) => {
      if (index % 3 === 0)
        card.draw({ prompt: index === 0 ? 'A red cat; on 1 mat' : 'deep sea', reference: undefined });
      card.advance();
      meant.push(card.pixels());
      return toAnnexB(card.encode(index === 0));
    });
    const seen = await decode(codecs as WebCodecs, 'avc1.42e01f', frames);
    const off = (a: Uint8Array, b: Uint8Array): number =>
      a.reduce((most, value, at) => Math.max(most, Math.abs(value - (b[at] ?? 0))), 0);
    expect(seen.length).toBe(6);
    meant.forEach(({ y, cb, cr }, index) => {
      const frame = seen[index] ?? Buffer.alloc(0);
      expect(frame.length).toBe(y.length + cb.length + cr.length);
      expect(off(y, frame)).toBe(0);
      // What the encoder promises for colours.
      expect(off(Buffer.concat([cb, cr]), frame.subarray(y.length))).toBeLessThanOrEqual(2);
    });
    const moved = meant.slice(1).map(({ y }, index) => off(y, meant[index]?.y ?? y));
    expect(Math.min(...moved)).toBeGreaterThan(50);
  });

  test('a key frame is a few kilobytes, and a frame in which only the marker moves under 100 bytes', () => {
    const card = new SessionCard(640, 360);
    card.draw({
      prompt: 'A painting of a red cat on a mat, in the rain, at night',
      reference: { digest: 'abcdef' },
    });
    const size = (units: readonly Buffer[]): number => Buffer.concat(units).length;
    expect(size(card.encode(true))).toBeLessThan(12_000);
    card.advance();
    expect(size(card.encode(false))).toBeLessThan(100);
  });

  test('a flat VP8 frame of each hue is of that hue, and the black ones are black', async () => {
    for (const [index, frame] of VP8_HUES.entries()) {
      const [seen] = await decode(codecs as WebCodecs, 'vp8', [Buffer.from(frame, 'base64')]);
      const { cb, cr } = chromaOf(index * 30);
      expect(Math.abs((seen?.[320 * 180] ?? 0) - cb)).toBeLessThan(8);
      expect(Math.abs((seen?.[320 * 180 + 160 * 90] ?? 0) - cr)).toBeLessThan(8);
    }
    const h264 = toAnnexB(depacketizeH264(blackFrame('h264')));
    const frames = [
      ['avc1.42e01f', h264],
      ['vp8', depacketizeVp8(blackFrame('vp8'))],
      ['vp09.00.10.08', Buffer.concat(blackFrame('vp9').map((payload) => payload.subarray(1)))],
    ] as const;
    for (const [codec, frame] of frames) {
      const [seen] = await decode(codecs as WebCodecs, codec, [frame]);
      expect(seen?.subarray(0, 320 * 180).every((luma) => Math.abs(luma - BLACK.y) < 3)).toBe(true);
    }
  });
});

describe('RTP payloads', () => {
  const nalUnit = fc
    .tuple(fc.constantFrom(0x65, 0x41, 0x67, 0x68), fc.uint8Array({ minLength: 1, maxLength: 5000 }))
    .map(([header, body]) => Buffer.from([header, ...body]));

  test('H.264 units come back whole, parameter sets first, and no payload is too big', () => {
    fc.assert(
      fc.property(fc.array(nalUnit, { minLength: 1, maxLength: 4 }), (units) => {
        const small = units.map((unit) =>
          [7, 8].includes((unit[0] ?? 0) & 0x1f) ? unit.subarray(0, 40) : unit,
        );
        const payloads = packetizeH264(small, 1160);
        expect(Math.max(...payloads.map(({ length }) => length))).toBeLessThanOrEqual(1160);
        const isSet = (unit: Buffer): boolean => [7, 8].includes((unit[0] ?? 0) & 0x1f);
        expect(depacketizeH264(payloads)).toEqual([
          ...small.filter(isSet),
          ...small.filter((unit) => !isSet(unit)),
        ]);
      }),
    );
  });

  test('VP8 frames come back whole', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 5000 }), (data) => {
        const payloads = packetizeVp8(Buffer.from(data), 1160);
        expect(depacketizeVp8(payloads)).toEqual(Buffer.from(data));
      }),
    );
  });

  test('key frames are recognised', () => {
    const card = new SessionCard(64, 48);
    const [key] = packetizeH264(card.encode(true), 1160);
    const [delta] = packetizeH264(card.encode(false), 1160);
    const [grey] = packetizeVp8(Buffer.from(VP8_GREY, 'base64'), 1160);
    const [black] = blackFrame('vp9');
    expect([
      startsKeyFrame('h264', key as Buffer),
      startsKeyFrame('h264', delta as Buffer),
      startsKeyFrame('vp8', grey as Buffer),
      startsKeyFrame('vp8', Buffer.from([0x10, 0x01])),
      startsKeyFrame('vp9', black as Buffer),
    ]).toEqual([true, false, true, false, true]);
  });
});

describe('one stream out of several sources', () => {
  test('sequence numbers never skip and time never goes back at a change of source', () => {
    const source = fc.record({
      sequence: fc.integer({ min: 0, max: 65_535 }),
      timestamp: fc.integer({ min: 0, max: 0xffffffff }),
      packets: fc.integer({ min: 1, max: 20 }),
    });
    fc.assert(
      fc.property(fc.array(source, { minLength: 1, maxLength: 8 }), (sources) => {
        const timeline = new RtpTimeline(90);
        let at = 0;
        let last: { sequence: number; timestamp: number } | undefined;
        sources.forEach(({ sequence, timestamp, packets }, index) => {
          for (let packet = 0; packet < packets; packet++) {
            at += 33;
            const placed = timeline.map(
              `${index}`,
              (sequence + packet) & 0xffff,
              (timestamp + packet * 2970) >>> 0,
              at,
            );
            if (last) {
              expect(placed.sequence).toBe((last.sequence + 1) & 0xffff);
              expect((placed.timestamp - last.timestamp) >>> 0).toBe(2970);
            }
            last = placed;
          }
        });
      }),
    );
  });

  test('packets lost inside one source stay missing', () => {
    const timeline = new RtpTimeline(90);
    const placed = [100, 101, 104, 102].map((sequence) => timeline.map('a', sequence, 0, 0).sequence);
    expect(placed).toEqual([1, 2, 5, 3]);
  });
});

describe('packets out of order', () => {
  const packet = (sequence: number) => ({
    codec: 'vp8' as const,
    source: 'a',
    sequence: sequence & 0xffff,
    timestamp: 0,
    marker: false,
    payload: Buffer.alloc(1),
  });

  test('come out in order, each once, however they are shuffled', () => {
    const arrivals = fc
      .tuple(
        fc.integer({ min: 0, max: 65_535 }),
        fc.shuffledSubarray([1, 2, 3, 4, 5, 6, 7, 8], { minLength: 8 }),
      )
      .map(([start, order]) => [start, ...order.map((step) => start + step)]);
    fc.assert(
      fc.property(arrivals, (sequences) => {
        const reorder = new ReorderBuffer();
        const out = sequences
          .flatMap((sequence) => reorder.push(packet(sequence)))
          .map(({ sequence }) => sequence);
        expect(out).toEqual([...sequences].sort((a, b) => a - b).map((sequence) => sequence & 0xffff));
      }),
    );
  });

  test('a missing packet is skipped once 200 wait for it', () => {
    const reorder = new ReorderBuffer();
    reorder.push(packet(1));
    const out = Array.from({ length: 200 }, (_, index) => reorder.push(packet(3 + index))).flat();
    expect(out.length).toBe(200);
    expect(out[0]?.sequence).toBe(3);
    expect(reorder.push(packet(2))).toEqual([]);
  });
});

describe('a prompt’s colour', () => {
  test('is the same every time, and rarely that of another prompt', () => {
    expect(hueOf('a red cat')).toBe(hueOf('a red cat'));
    expect(hueOf('')).toBeUndefined();
    const hues = new Set(Array.from({ length: 200 }, (_, index) => hueOf(`prompt ${index}`)));
    expect(hues.size).toBeGreaterThan(120);
  });
});
