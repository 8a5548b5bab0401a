import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mediaSourceOf, readBytes } from '../../../src/media/media-source.js';
import { JOB, render } from './support.js';

it('reads any range of any parts as one array would', async () => {
  const parts = fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 6 });
  const edge = fc.integer({ min: -10, max: 320 });
  await fc.assert(
    fc.asyncProperty(parts, edge, edge, async (given, start, end) => {
      const whole = Buffer.concat(given);
      const source = mediaSourceOf('x/y', ...given);
      expect(source.size).toBe(whole.length);
      const meant = whole.subarray(Math.max(0, start), Math.max(0, end));
      expect(Buffer.from(await readBytes(source, start, end)).equals(meant)).toBe(true);
      expect(Buffer.from(await readBytes(source)).equals(whole)).toBe(true);
    }),
  );
});

it('hands a result out in pieces, and any part of it', async () => {
  const { media, bytes } = await render('testcard', JOB);
  const halves = [await readBytes(media, 0, 12_345), await readBytes(media, 12_345)];
  expect(Buffer.concat(halves).equals(bytes)).toBe(true);
  expect(Buffer.from(await readBytes(media, media.size - 100)).equals(bytes.subarray(-100))).toBe(true);
  for await (const chunk of media.read()) expect(chunk.byteLength).toBeLessThanOrEqual(65_536);
});
