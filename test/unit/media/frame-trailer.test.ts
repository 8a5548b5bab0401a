import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { depacketizeH264, packetizeH264 } from '../../../src/media/codecs/h264/rtp.js';
import { depacketizeVp8, packetizeVp8 } from '../../../src/media/codecs/vp8-rtp.js';
import { appendPacketTrailer, cutPacketTrailer, cutTrailer } from '../../../src/media/live/frame-trailer.js';
import { FrameWorker } from '../../support/frame-worker.js';

const worker = new FrameWorker();
const captureTimes = fc.bigInt({ min: 1n, max: 2n ** 64n - 1n });
const frames = fc.uint8Array({ minLength: 1, maxLength: 3000 }).map((bytes) => Buffer.from(bytes));
const TIME = 1_795_000_000_000_000n;
const [sps, pps] = [Buffer.from([0x67, 1, 2, 3]), Buffer.from([0x68, 4, 5])];

/** The payloads with a trailer behind the last. */
const withTrailer = (codec: 'h264' | 'vp8', payloads: readonly Buffer[], time: bigint): Buffer[] =>
  payloads.map((payload, index) =>
    index === payloads.length - 1 ? appendPacketTrailer(codec, payload, time) : payload,
  );

describe('frame trailers, with the worker of livekit-client at the other end', () => {
  test('the capture time of a client is read, and the frame is left as it was', async () => {
    await fc.assert(
      fc.asyncProperty(frames, async (frame) => {
        const before = Date.now();
        const { data, captureTime } = cutTrailer(await worker.encode(frame));
        expect(data).toEqual(frame);
        expect(Number(captureTime)).toBeGreaterThanOrEqual(before * 1000);
        expect(Number(captureTime)).toBeLessThanOrEqual(Date.now() * 1000);
      }),
    );
  });

  test('a client reads the capture time of a VP8 frame', async () => {
    await fc.assert(
      fc.asyncProperty(frames, captureTimes, async (frame, captureTime) => {
        const sent = depacketizeVp8(withTrailer('vp8', packetizeVp8(frame, 1160), captureTime));
        expect(await worker.decode(sent)).toEqual({ data: frame, captureTime });
      }),
    );
  });

  test.each([
    ['a whole unit', [Buffer.concat([Buffer.from([0x41]), Buffer.alloc(50, 7)])]],
    ['a fragmented unit', [Buffer.concat([Buffer.from([0x65]), Buffer.alloc(4000, 7)])]],
    ['an aggregation packet', [sps, pps]],
  ])('a client reads the capture time of an H.264 frame that ends in %s', async (_, units) => {
    const payloads = packetizeH264(units, 1160);
    const sent = withTrailer('h264', payloads, TIME);
    const received = depacketizeH264(sent);
    const { data, captureTime } = await worker.decode(received.at(-1) as Buffer);
    expect(captureTime).toBe(TIME);
    expect([...received.slice(0, -1), data]).toEqual(units);
    expect(cutPacketTrailer('h264', sent.at(-1) as Buffer).data).toEqual(payloads.at(-1));
  });

  test('a trailer without a capture time is cut off as well', () => {
    const frame = Buffer.from('a frame');
    const id = Buffer.from([0x02, 4, 0, 0, 0, 9, 11].map((byte) => byte ^ 0xff));
    const sent = Buffer.concat([frame, id, Buffer.from('LKTS')]);
    expect(cutTrailer(sent)).toEqual({ data: frame, captureTime: undefined });
  });

  test('bytes that only look like a trailer stay', () => {
    for (const text of ['a frame', 'LKTS', 'xLKTS', '\xfeLKTS', '\x00a frame \x00LKTS']) {
      const frame = Buffer.from(text, 'latin1');
      expect(cutTrailer(frame)).toEqual({ data: frame, captureTime: undefined });
    }
  });
});
