import { createHash } from 'node:crypto';
import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { findBox, readBoxes } from '../../../src/media/codecs/mp4/boxes.js';
import { decodeFrames, IMAGE_JOB, JOB, noFfmpeg, probe, render, testcard } from './support.js';

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a clip', () => {
  it('starts with ftyp and moov, so that it plays before it is loaded', async () => {
    const { media, bytes } = await render('testcard', JOB);
    expect(media.mime).toBe('video/mp4');
    expect(media.size).toBe(bytes.length);
    expect([...readBoxes(bytes)].map(({ type }) => type)).toEqual(['ftyp', 'moov', 'mdat']);
  });

  it('points at its first sample behind a moov of any size', async () => {
    for (const prompt of ['', 'x'.repeat(10_000)]) {
      const bytes = await testcard({ prompt });
      const offsets = Buffer.from(findBox(bytes, 'moov/trak/mdia/minf/stbl/stco') ?? []);
      const media = [...readBoxes(bytes)].find(({ type }) => type === 'mdat');
      expect(offsets.readUInt32BE(4)).toBe(1);
      expect(offsets.readUInt32BE(8)).toBe((media?.offset ?? 0) + 8);
    }
  });

  it('has the requested size, rate and length, as another demuxer reads them', async () => {
    const bytes = await testcard({ width: 1088, height: 624, fps: 25, durationSeconds: 3 });
    using input = new Input({ source: new BufferSource(bytes), formats: [MP4] });
    const track = await input.getPrimaryVideoTrack();
    expect(track && [await track.getDisplayWidth(), await track.getDisplayHeight()]).toEqual([1088, 624]);
    expect(await track?.computeDuration()).toBe(3);
    expect(await track?.computePacketStats()).toMatchObject({ packetCount: 75, averagePacketRate: 25 });
    expect((await track?.getDecoderConfig())?.codec).toMatch(/^avc1\.42/);
    const key = track && (await new EncodedPacketSink(track).getKeyPacket(2.9));
    expect(key?.timestamp).toBe(0);
  });

  it.each([
    { fps: 20, seconds: 5 },
    { fps: 30, seconds: 2 },
    { fps: 22, seconds: 1 },
  ])('is some tens of kilobytes at $fps frames a second for $seconds s', async ({ fps, seconds }) => {
    expect((await testcard({ fps, durationSeconds: seconds })).length).toBeLessThan(80_000);
  });

  it('lasts as long as requested, two seconds by default, and a minute at most', async () => {
    const frames = async (job: Parameters<typeof testcard>[0]): Promise<number> =>
      Buffer.from(findBox(await testcard(job), 'moov/trak/mdia/minf/stbl/stsz') ?? []).readUInt32BE(8);
    expect(await frames({ durationSeconds: 1.25 })).toBe(25);
    expect(await frames({})).toBe(40);
    expect(await frames({ durationSeconds: 1800, width: 320, height: 180 })).toBe(1200);
  });

  it('decodes without a warning at any size', async ({ skip }) => {
    if (noFfmpeg) skip(noFfmpeg);
    for (const [width, height, fps] of [
      [1280, 720, 20],
      [720, 1280, 30],
      [1280, 640, 25],
      [1088, 624, 20],
      [1920, 1080, 30],
      [854, 480, 22],
      [64, 64, 5],
    ] as const) {
      const bytes = await testcard({ width, height, fps, durationSeconds: 1 });
      expect(decodeFrames(bytes).length).toBe(fps * width * height * 1.5);
      const [stream] = probe(bytes).streams;
      expect(stream).toMatchObject({
        codec_name: 'h264',
        width,
        height,
        pix_fmt: 'yuv420p',
        has_b_frames: 0,
      });
      expect(stream).toMatchObject({
        r_frame_rate: `${fps}/1`,
        color_space: 'bt709',
        nb_frames: String(fps),
      });
    }
  });

  it('moves: no two frames are alike', async ({ skip }) => {
    if (noFfmpeg) skip(noFfmpeg);
    const frames = decodeFrames(await testcard());
    const size = 1280 * 720 * 1.5;
    const each = Array.from({ length: 40 }, (_, index) =>
      digest(frames.subarray(index * size, (index + 1) * size)),
    );
    expect(new Set(each).size).toBe(40);
  });
});

describe('a still', () => {
  it.each([
    [1280, 704],
    [704, 1280],
  ])('is a PNG of the requested %i x %i', async (width, height) => {
    const { media, bytes } = await render('testcard', { ...IMAGE_JOB, width, height });
    expect(media.mime).toBe('image/png');
    expect(PNG.sync.read(bytes)).toMatchObject({ width, height });
    expect(bytes.length).toBeLessThan(40_000);
  });

  it('accepts sizes that are not multiples of 16', async () => {
    for (const [width, height] of [
      [853, 481],
      [17, 33],
      [2, 2],
    ] as const) {
      const { bytes } = await render('testcard', { ...IMAGE_JOB, width, height });
      const png = PNG.sync.read(bytes);
      expect(Math.abs(png.width - width) + Math.abs(png.height - height)).toBeLessThanOrEqual(2);
    }
  });
});

describe.each(['video', 'image'] as const)('two renderings of one %s job', (kind) => {
  it('are the same bytes', async () => {
    expect(digest(await testcard({ kind }))).toBe(digest(await testcard({ kind })));
  });

  it.each([
    { seed: 43 },
    { prompt: 'Turn the street into a meadow' },
    { model: 'lucy-2.1' },
    { jobId: 'job_8' },
  ])('differ when the job has %o instead', async (change) => {
    expect(digest(await testcard({ kind, ...change }))).not.toBe(digest(await testcard({ kind })));
  });
});

it('shows another picture for another seed, prompt or model, and the same for another job id', async () => {
  const mosaic = async (change: object): Promise<string> => {
    const { data, width } = PNG.sync.read((await render('testcard', { ...IMAGE_JOB, ...change })).bytes);
    return digest(data.subarray(4 * width * 120, 4 * width * 400)); // between the header and the prompt
  };
  const plain = await mosaic({});
  expect(await mosaic({ jobId: 'job_8' })).toBe(plain);
  const others = [{ seed: 43 }, { prompt: 'Another' }, { model: 'lucy-image-3' }];
  const pictures = [plain, ...(await Promise.all(others.map(mosaic)))];
  expect(new Set(pictures).size).toBe(4);
});

it('has no date in it', async () => {
  const bytes = await testcard();
  for (const path of ['moov/mvhd', 'moov/trak/tkhd', 'moov/trak/mdia/mdhd']) {
    expect(Buffer.from(findBox(bytes, path) ?? []).readBigUInt64BE(4)).toBe(0n);
  }
});
