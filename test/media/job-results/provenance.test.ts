import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readProvenance } from '../../../src/media/job-results/index.js';
import { JOB, fixture, noFfmpeg, probe, render, testcard, upload } from './support.js';

const PROMPTS = {
  plain: 'A canal',
  none: '',
  unicode: 'नमस्ते — “für Élise” 日本 👩‍🚀\u0000\n\ttail',
  '10,000 letters': 'long '.repeat(2000),
  '10,000 characters of four bytes': '𝕏'.repeat(10_000),
};
/** Half a surrogate pair has no UTF-8: it becomes the replacement character. */
const utf8 = (text: string): string => Buffer.from(text).toString();
const SMALL = { width: 64, height: 64, durationSeconds: 0.1 };

describe.each(['video', 'image'] as const)('a %s', (kind) => {
  it.each(Object.entries(PROMPTS))('says which job it came from: prompt %s', async (_, prompt) => {
    const bytes = await testcard({ ...SMALL, kind, prompt, seed: 4294967295 });
    expect(readProvenance(bytes)).toEqual({ jobId: JOB.jobId, model: JOB.model, prompt, seed: 4294967295 });
  });

  it('carries any prompt unchanged', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: 'binary' }),
        async (prompt, jobId) => {
          const bytes = await testcard({ ...SMALL, kind, prompt, jobId });
          expect(readProvenance(bytes)).toMatchObject({ prompt: utf8(prompt), jobId: utf8(jobId) });
        },
      ),
      { numRuns: 30 },
    );
  });

  it('has all tags in its first kilobytes, or none', async () => {
    const bytes = await testcard({ kind });
    expect(readProvenance(bytes.subarray(0, 4096))).toEqual(readProvenance(bytes));
    for (let length = 0; length < 900; length += 7) {
      expect([undefined, JOB.prompt]).toContain(readProvenance(bytes.subarray(0, length))?.prompt);
    }
  });
});

it('is among the tags ffprobe shows', async ({ skip }) => {
  if (noFfmpeg) skip(noFfmpeg);
  const prompt = PROMPTS['10,000 letters'] + '日本';
  expect(probe(await testcard({ prompt })).format.tags).toMatchObject({
    decart_job_id: JOB.jobId,
    decart_model: JOB.model,
    decart_prompt: prompt,
    decart_seed: '42',
  });
});

it('is absent from files that were not rendered', async () => {
  for (const name of ['input.mp4', 'input.png', 'input.jpg', 'not-media.txt']) {
    expect(readProvenance(fixture(name))).toBeUndefined();
  }
  const { bytes } = await render('echo', { ...JOB, upload: upload('input.mp4') });
  expect(readProvenance(bytes)).toBeUndefined();
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (noise) => readProvenance(noise) === undefined));
});
