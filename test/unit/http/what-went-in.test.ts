import { createHash } from 'node:crypto';
import { PNG } from 'pngjs';
import { expect, test } from 'vitest';
import { readBytes } from '../../../src/media/media-source.js';
import { testcard } from '../../../src/media/job-results/testcard.js';
import type { RenderJob } from '../../../src/media/job-results/types.js';
import { reads } from '../../support/pixels.js';
import { form, imageBlob, mp4, png, serve, videoBlob, type Served } from './support/serve.js';

const key = { 'x-api-key': 'dct_input' };
const digits = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex').slice(0, 8);
const other = Uint8Array.of(...png, 0);
const otherBlob = new Blob([other], { type: 'image/png' });

/** Whether a line of the card's header, counted from 0, is this text. */
function hasLine(card: Uint8Array, line: number, text: string): boolean {
  const { data, width } = PNG.sync.read(Buffer.from(card));
  const light = (x: number, y: number): number => data[4 * (y * width + x) + 1] ?? 0;
  return reads(light, text, 16, 12 + line * 36, 4);
}

async function generate({ mock }: Served, body: FormData, model = 'lucy-image-2'): Promise<Uint8Array> {
  const answer = await fetch(`${mock.url}/v1/generate/${model}`, { method: 'POST', headers: key, body });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

test('the test card of an image names the input and the reference image', async () => {
  await using served = await serve();
  const card = await generate(served, form({ prompt: 'Snow', data: imageBlob, reference_image: otherBlob }));
  expect(hasLine(card, 2, `input ${digits(png)}`)).toBe(true);
  expect(hasLine(card, 3, `reference ${digits(other)}`)).toBe(true);
  expect(hasLine(card, 2, 'input')).toBe(true);
  expect(hasLine(card, 2, `input ${digits(other)}`)).toBe(false);

  const alone = await generate(served, form({ prompt: 'Snow', data: otherBlob }));
  expect(hasLine(alone, 2, `input ${digits(other)}`)).toBe(true);
  expect(hasLine(alone, 3, `reference ${digits(other)}`)).toBe(false);
  await served.expectClean();
});

test('the test card of a text has no digits', async () => {
  await using served = await serve({ asOf: '2026-01-15' });
  const card = await generate(served, form({ prompt: 'Snow' }), 'lucy-pro-t2i');
  expect(hasLine(card, 2, 'input')).toBe(false);
  expect(hasLine(card, 0, 'lucy-pro-t2i')).toBe(true);
});

/** A job's result, and what the renderer draws for the same job with these digests. */
async function clipOf(served: Served, change: Partial<RenderJob>): Promise<[Buffer, Buffer]> {
  const { mock } = served;
  const submitted = await fetch(`${mock.url}/v1/jobs/lucy-2.5`, {
    method: 'POST',
    headers: key,
    body: form({ data: videoBlob, reference_image: imageBlob, prompt: 'Snow', seed: '7' }),
  });
  const { job_id: jobId } = (await submitted.json()) as { job_id: string };
  await mock.account('dct_input').clock.advance('60s');
  const content = await fetch(`${mock.url}/v1/jobs/${jobId}/content`, { headers: key });
  const drawn = await testcard.render({
    jobId,
    model: 'lucy-2.5',
    requestedModel: 'lucy-2.5',
    prompt: 'Snow',
    seed: 7,
    kind: 'video',
    width: 1280,
    height: 720,
    fps: 20,
    durationSeconds: 1,
    ...change,
  });
  return [Buffer.from(await content.arrayBuffer()), Buffer.from(await readBytes(drawn))];
}

test('the test card of a job names both as well', async () => {
  await using served = await serve();
  const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const digests = { inputDigest: sha(mp4), referenceDigest: sha(png) };
  const [seen, meant] = await clipOf(served, digests);
  expect(seen.equals(meant)).toBe(true);
  const [again, without] = await clipOf(served, {});
  expect(again.equals(without)).toBe(false);
  const swapped = { inputDigest: digests.referenceDigest, referenceDigest: digests.inputDigest };
  const [third, turned] = await clipOf(served, swapped);
  expect(third.equals(turned)).toBe(false);
});
