import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { mp4, multipart, multipartType, serve, type Part, type Served } from './support/serve.js';
import { chunk, head, Wire } from './support/wire.js';

let served: Served;
beforeAll(async () => {
  served = await serve({ render: 'echo', limits: { spillBytes: 30_000, journalBodyBytes: 1_000_000 } });
});
afterAll(async () => {
  await served.expectClean();
  await served.mock.close();
});

/** Names without quotes, backslashes and line ends, which every client writes in another way. */
const name = fc
  .string({ minLength: 1, maxLength: 12, unit: 'grapheme' })
  .filter((text) => !/["\\\r\n%]/.test(text) && text.trim() === text);
const taken = new Set(['prompt', 'data', 'reference_image', 'seed', 'resolution', 'enhance_prompt']);
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('', '--', '\r\n', '\r\n--b0undar', '\0'),
);
const bytes = fc.uint8Array({ maxLength: 40_000 });

const bodies = fc.record({
  fields: fc.dictionary(
    name.filter((one) => !taken.has(one)),
    text,
    { maxKeys: 6 },
  ),
  prompt: text,
  tail: bytes,
  filename: name,
  order: fc.infiniteStream(fc.nat()),
  sizes: fc.array(fc.integer({ min: 1, max: 9_000 }), { minLength: 1, maxLength: 8 }),
  chunked: fc.boolean(),
});

test('whatever the fields, files, order and pieces: what the server saw is what was sent', async () => {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(bodies, async ({ fields, prompt, tail, filename, order, sizes, chunked }) => {
      const key = `dct_multipart_${++run}`;
      const file = Buffer.concat([mp4, tail]);
      const parts: Part[] = [
        ...Object.entries(fields).map(([field, value]) => ({ name: field, text: value })),
        { name: 'prompt', text: prompt },
        { name: 'data', file, filename, headers: ['Content-Type: application/octet-stream'] },
      ];
      const ranks = [...order.take(parts.length)];
      const shuffled = parts
        .map((part, index) => ({ part, rank: ranks[index] ?? 0 }))
        .sort((a, b) => a.rank - b.rank);
      const body = multipart(shuffled.map(({ part }) => part));

      using wire = await Wire.open(served.mock.url);
      const length = chunked ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': body.length };
      await wire.write(
        head('POST', '/v1/jobs/lucy-2.1', { 'X-API-KEY': key, 'Content-Type': multipartType, ...length }),
      );
      for (let at = 0, turn = 0; at < body.length; turn++) {
        const piece = body.subarray(at, at + (sizes[turn % sizes.length] ?? 1));
        await wire.write(chunked ? chunk(piece) : piece);
        at += piece.length;
      }
      if (chunked) await wire.write('0\r\n\r\n');
      expect((await wire.answer()).status).toBe(200);

      const account = served.mock.world.account(key);
      expect(account.journal.find()[0]?.request).toEqual({
        ...fields,
        prompt,
        data: [{ filename, mime: 'video/mp4', size: file.length }],
      });
      const [job] = await account.jobs.list();
      expect(await job?.input.upload?.blob.sha256()).toBe(createHash('sha256').update(file).digest('hex'));
    }),
    { numRuns: 60 },
  );
});
