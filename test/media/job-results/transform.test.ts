import { PNG } from 'pngjs';
import { beforeEach, describe, expect, it } from 'vitest';
import { mediaSourceOf, readBytes } from '../../../src/media/media-source.js';
import { readProvenance } from '../../../src/media/job-results/index.js';
import { probeUpload } from '../../../src/media/job-results/upload.js';
import { createTransform } from '../../../src/media/job-results/transform/transform.js';
import {
  decodeFrames,
  fixture,
  IMAGE_JOB,
  JOB,
  noCodecs,
  noFfmpeg,
  probe,
  render,
  upload,
} from './support.js';

beforeEach(({ skip }) => {
  if (noCodecs) skip(noCodecs);
});

const mean = (bytes: Uint8Array): number => bytes.reduce((sum, value) => sum + value, 0) / bytes.length;
const PIXELS = 1280 * 720;

describe('a video', () => {
  it('comes back as its own frames, in other colours', async ({ skip }) => {
    if (noFfmpeg) skip(noFfmpeg);
    const { media, bytes } = await render('transform', { ...JOB, upload: upload('input.mp4') });
    expect(media.note).toBeUndefined();
    expect(readProvenance(bytes)).toEqual({
      jobId: JOB.jobId,
      model: JOB.model,
      prompt: JOB.prompt,
      seed: 42,
    });
    expect(probe(bytes).streams[0]).toMatchObject({
      codec_name: 'h264',
      width: 1280,
      height: 720,
      nb_frames: '25',
    });
    expect(probe(bytes).streams[0]?.duration).toBe('1.000000');

    const [before, after] = [decodeFrames(fixture('input.mp4')), decodeFrames(bytes)];
    expect(after.length).toBe(before.length);
    for (const frame of [0, 3, 12, 24]) {
      const at = frame * PIXELS * 1.5;
      const luma = (all: Buffer): Buffer => all.subarray(at, at + PIXELS / 2); // above the caption
      const wrong = mean(luma(before).map((value, index) => Math.abs(value - (luma(after)[index] ?? 0))));
      expect(wrong).toBeLessThan(4); // light and movement are the upload's, frame by frame
      const chroma = (all: Buffer): Buffer => all.subarray(at + PIXELS, at + PIXELS * 1.125);
      const changed = mean(
        chroma(before).map((value, index) => Math.abs(value - (chroma(after)[index] ?? 0))),
      );
      expect(changed).toBeGreaterThan(8);
    }
  });

  it('is the same bytes for the same job and looks different for another prompt', async () => {
    const job = { ...JOB, upload: upload('input.mp4') };
    const first = (await render('transform', job)).bytes;
    expect((await render('transform', job)).bytes.equals(first)).toBe(true);
    const other = (await render('transform', { ...job, prompt: 'Snow' })).bytes;
    expect(other.equals(first)).toBe(false);
  });

  it('is encoded by quality, since threads that share a bitrate budget change the bytes', async () => {
    const { bytes } = await render('transform', { ...JOB, upload: upload('input.mp4') });
    const settings = /x264 .*? options: [ -~]+/.exec(bytes.toString('latin1'))?.[0];
    expect(settings).toContain(' rc=crf ');
    expect(settings).not.toContain('vbv');
  });

  it('has the requested size', async () => {
    const job = { ...JOB, width: 640, height: 1280, upload: upload('portrait.mp4') };
    const { bytes } = await render('transform', job);
    const meant = { width: 640, height: 1280, durationSeconds: 1 };
    expect(await probeUpload(mediaSourceOf('', bytes))).toEqual(meant);
  });

  it('ends at the limit, with a note', async () => {
    const renderer = await createTransform({ maxFrames: 5 });
    const media = await renderer.render({ ...JOB, upload: upload('input.mp4') });
    expect(media.note).toMatch(/first 5 frames/);
    const short = await (
      await createTransform({ maxSeconds: 0.2 })
    ).render({ ...JOB, upload: upload('input.mp4') });
    expect((await readBytes(short)).length).toBeLessThan((await readBytes(media)).length * 2);
    expect(short.note).toBeDefined();
  });

  it('ends where the model ends', async () => {
    const renderer = await createTransform();
    const media = await renderer.render({ ...JOB, maxSeconds: 0.2, upload: upload('input.mp4') });
    expect(media.note).toMatch(/first \d frames/);
    const { durationSeconds = 0 } = (await probeUpload(mediaSourceOf('', await readBytes(media)))) ?? {};
    expect(durationSeconds).toBeGreaterThan(0.1);
    expect(durationSeconds).toBeLessThanOrEqual(0.2);
  });
});

it('an upload that breaks off is transformed up to there', async () => {
  const half = mediaSourceOf('', fixture('input.mp4').subarray(0, 9000));
  const { media, bytes } = await render('transform', { ...JOB, upload: half });
  expect(media.note).toMatch(/breaks off: only 9 frames/);
  expect(readProvenance(bytes)?.prompt).toBe(JOB.prompt);
});

describe('an image', () => {
  it.each(['input.png', 'input.jpg', 'input.webp'])(
    '%s comes back as a PNG in other colours',
    async (name) => {
      const { media, bytes } = await render('transform', { ...IMAGE_JOB, upload: upload(name) });
      expect(media).toMatchObject({ mime: 'image/png' });
      expect(media.note).toBeUndefined();
      expect(readProvenance(bytes)?.jobId).toBe(JOB.jobId);
      const png = PNG.sync.read(bytes);
      expect([png.width, png.height]).toEqual([1280, 704]);
      const pixel = (image: PNG, x: number, y: number): number[] => [
        ...image.data.subarray(4 * (y * image.width + x), 4 * (y * image.width + x) + 3),
      ];
      const original = PNG.sync.read(fixture('input.png'));
      const [before, after] = [pixel(original, 400, 100), pixel(png, 800, 195)];
      const light = ([r = 0, g = 0, b = 0]: number[]): number => 0.299 * r + 0.587 * g + 0.114 * b;
      expect(Math.abs(light(before) - light(after))).toBeLessThan(20);
      expect(
        before.reduce((sum, value, index) => sum + Math.abs(value - (after[index] ?? 0)), 0),
      ).toBeGreaterThan(60);
    },
  );
});

describe('what cannot be decoded becomes a test card with a reason', () => {
  it.each([
    ['text', JOB, fixture('not-media.txt'), /application\/octet-stream/],
    [
      'an MP4 without a frame',
      JOB,
      fixture('input.mp4').subarray(0, 3000),
      /none of its frames can be decoded/,
    ],
    [
      'an MP4 of noise',
      JOB,
      Buffer.concat([fixture('input.mp4').subarray(0, 1500), Buffer.alloc(9000, 7)]),
      /could not/,
    ],
    ['half a PNG', IMAGE_JOB, fixture('input.png').subarray(0, 2000), /could not be transformed/],
    ['an image for a video', JOB, fixture('input.png'), /image\/png, but the model makes videos/],
  ])('%s', async (_, job, bytes, reason) => {
    const { media, bytes: result } = await render('transform', { ...job, upload: mediaSourceOf('', bytes) });
    expect(media.note).toMatch(reason);
    expect(readProvenance(result)?.jobId).toBe(JOB.jobId);
  });

  it('no upload at all', async () => {
    expect((await render('transform', JOB)).media.note).toMatch(/the job has none/);
  });
});
