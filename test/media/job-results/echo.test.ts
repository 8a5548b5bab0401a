import { expect, it } from 'vitest';
import { createRenderer } from '../../../src/media/job-results/index.js';
import type { MediaSource } from '../../../src/media/job-results/types.js';
import { fixture, JOB, render, upload } from './support.js';

it.each([
  ['input.mp4', 'video/mp4'],
  ['input.webp', 'image/webp'],
  ['not-media.txt', 'application/octet-stream'],
])('gives %s back as it came, as %s', async (name, mime) => {
  const { media, bytes } = await render('echo', { ...JOB, upload: upload(name) });
  expect(bytes.equals(fixture(name))).toBe(true);
  expect(media).toMatchObject({ mime, size: bytes.length });
});

it('passes 200 MB on without holding more than the piece in hand', async () => {
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
  expect(produced).toBeLessThanOrEqual(piece.length); // what it takes to tell the type
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

it('draws a card and says so when there is nothing to echo', async () => {
  const { media } = await render('echo', JOB);
  expect(media.mime).toBe('video/mp4');
  expect(media.note).toMatch(/no upload/);
});

it('is refused under a name that nobody knows, with the names there are', async () => {
  for (const name of ['ffmpeg', 'constructor', '']) {
    await expect(createRenderer(name)).rejects.toThrow(/testcard, echo, transform/);
  }
});
