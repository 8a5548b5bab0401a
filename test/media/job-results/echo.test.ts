import { expect, it } from 'vitest';
import { createRenderer } from '../../../src/media/job-results/index.js';
import type { MediaSource } from '../../../src/media/media-source.js';
import { fixture, JOB, render, upload } from './support.js';

it.each([
  ['input.mp4', 'video/mp4'],
  ['input.webp', 'image/webp'],
  ['not-media.txt', 'application/octet-stream'],
])('gives %s back unaltered, as %s', async (name, mime) => {
  const { media, bytes } = await render('echo', { ...JOB, upload: upload(name) });
  expect(bytes.equals(fixture(name))).toBe(true);
  expect(media).toMatchObject({ mime, size: bytes.length });
});

it('passes 200 MB on and holds one chunk at a time', async () => {
  const size = 200 * 1024 * 1024;
  const piece = new Uint8Array(65536);
  let produced = 0;
  const large: MediaSource = {
    size,
    mime: 'application/octet-stream',
    async *read(start = 0, end = size) {
      for (let at = start; at < end; at += piece.length) {
        produced += piece.length;
        yield piece.subarray(0, Math.min(piece.length, end - at));
      }
    },
  };
  const media = await (await createRenderer('echo')).render({ ...JOB, upload: large });
  expect(produced).toBeLessThanOrEqual(piece.length); // what sniffing the type takes
  produced = 0;
  let consumed = 0;
  let ahead = 0;
  for await (const chunk of media.read()) {
    consumed += chunk.byteLength;
    ahead = Math.max(ahead, produced - consumed);
  }
  expect(consumed).toBe(size);
  expect(ahead).toBe(0);
});

it('draws a card and notes why when the job has no upload', async () => {
  const { media } = await render('echo', JOB);
  expect(media.mime).toBe('video/mp4');
  expect(media.note).toMatch(/no upload/);
});

it('rejects an unknown name and lists the known ones', async () => {
  for (const name of ['ffmpeg', 'constructor', '']) {
    await expect(createRenderer(name)).rejects.toThrow(/testcard, echo, transform/);
  }
});
