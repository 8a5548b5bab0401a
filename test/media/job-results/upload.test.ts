import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mediaSourceOf } from '../../../src/media/media-source.js';
import { readImageSize } from '../../../src/media/codecs/image-header.js';
import { readMovieHeader } from '../../../src/media/codecs/mp4/movie-header.js';
import { probeUpload, probeWithLibrary } from '../../../src/media/job-results/upload.js';
import { fixture, testcard, upload } from './support.js';

describe('the size of an upload', () => {
  it.each([
    ['input.mp4', { width: 1280, height: 720, durationSeconds: 1 }],
    ['portrait.mp4', { width: 720, height: 1280, durationSeconds: 1 }],
    ['input.png', { width: 640, height: 360 }],
    ['input.jpg', { width: 1280, height: 720 }],
    ['input.webp', { width: 1280, height: 720 }],
    ['not-media.txt', undefined],
  ])('of %s is read from its header', async (name, meant) => {
    expect(await probeUpload(upload(name))).toEqual(meant);
  });

  it.each([
    ['landscape.avif', 96, 64],
    ['landscape.heic', 96, 64],
    ['landscape.tiff', 96, 64],
    ['portrait.avif', 64, 96], // stored as 96 x 64 with a quarter turn
  ])('of %s is %i x %i, as shown', async (name, width, height) => {
    const file = readFileSync(new URL(`./images/${name}`, import.meta.url));
    expect(await probeUpload(mediaSourceOf('', file))).toEqual({ width, height });
    for (let length = 0; length < 32; length++)
      expect(await readImageSize(file.subarray(0, length))).toBeUndefined();
  });

  it('survives any damage to an image header', async () => {
    for (const name of ['landscape.avif', 'landscape.heic', 'portrait.avif', 'landscape.tiff']) {
      const file = readFileSync(new URL(`./images/${name}`, import.meta.url));
      for (let at = 0; at < file.length; at++) {
        const damaged = Buffer.from(file);
        damaged[at] = 255 - (damaged[at] ?? 0);
        const size = await readImageSize(damaged);
        if (size) expect(Math.min(size.width, size.height)).toBeGreaterThan(0);
      }
    }
  });

  it('is unknown when the header is cut short or broken', async () => {
    for (const name of ['input.png', 'input.jpg', 'input.webp']) {
      for (let length = 0; length < 24; length++) {
        expect(await readImageSize(fixture(name).subarray(0, length))).toBeUndefined();
      }
    }
    const clip = await testcard();
    const noise = Buffer.concat([clip.subarray(0, 100), Buffer.alloc(500, 0xff)]);
    expect(await probeUpload(mediaSourceOf('', noise))).toBeUndefined();
    expect(await probeUpload(mediaSourceOf('', clip.subarray(0, 30)))).toBeUndefined();
  });

  it.each([
    [1, 1280, 720],
    [3, 1280, 720],
    [6, 720, 1280],
    [8, 720, 1280],
  ])('of a JPEG with camera orientation %i is %i x %i', async (orientation, width, height) => {
    const exif = Buffer.from('ffe1001e4578696600004d4d002a00000008000101120003000000010000' + '0000', 'hex');
    exif.writeUInt16BE(orientation, 28);
    const jpeg = fixture('input.jpg');
    const turned = Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
    expect(await readImageSize(turned)).toEqual({ width, height });
  });

  it.each(['input.mp4', 'portrait.mp4'])(
    'of %s is the same by the movie header and by the library',
    async (name) => {
      const short = await readMovieHeader(upload(name));
      expect(short).toBeDefined();
      expect(short).toEqual(await probeWithLibrary(upload(name)));
    },
  );

  it('survives any damage to the movie header', async () => {
    const clip = fixture('portrait.mp4');
    for (let at = 0; at < clip.length; at += 7) {
      const damaged = Buffer.from(clip);
      damaged[at] = 255 - (damaged[at] ?? 0);
      const facts = await readMovieHeader(mediaSourceOf('', damaged));
      if (facts) expect(Math.min(facts.width, facts.height, facts.durationSeconds)).toBeGreaterThan(0);
    }
  });
});
