import { describe, expect, it } from 'vitest';
import { mediaOf } from '../../../src/media/job-results/bytes.js';
import { imageShape } from '../../../src/media/job-results/image-shape.js';
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

  it('is unknown when the header is cut short or broken', async () => {
    for (const name of ['input.png', 'input.jpg', 'input.webp']) {
      for (let length = 0; length < 24; length++) {
        const shape = imageShape(fixture(name).subarray(0, length));
        expect(shape).toBeUndefined();
      }
    }
    const clip = await testcard();
    const noise = Buffer.concat([clip.subarray(0, 100), Buffer.alloc(500, 0xff)]);
    expect(await probeUpload(mediaOf('', noise))).toBeUndefined();
    expect(await probeUpload(mediaOf('', clip.subarray(0, 30)))).toBeUndefined();
  });

  it.each([
    [1, 1280, 720],
    [3, 1280, 720],
    [6, 720, 1280],
    [8, 720, 1280],
  ])('of a JPEG with camera orientation %i is %i x %i', (orientation, width, height) => {
    const exif = Buffer.from('ffe1001e4578696600004d4d002a00000008000101120003000000010000' + '0000', 'hex');
    exif.writeUInt16BE(orientation, 28);
    const jpeg = fixture('input.jpg');
    const turned = Buffer.concat([jpeg.subarray(0, 2), exif, jpeg.subarray(2)]);
    expect(imageShape(turned)).toEqual({ width, height });
  });

  it.each(['input.mp4', 'portrait.mp4'])(
    'of %s is the same by the short way and by the library',
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
      const facts = await readMovieHeader(mediaOf('', damaged));
      if (facts) expect(Math.min(facts.width, facts.height, facts.durationSeconds)).toBeGreaterThan(0);
    }
  });
});
