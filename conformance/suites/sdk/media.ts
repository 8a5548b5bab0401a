import { createHash } from 'node:crypto';
import { sha256 } from '../../adapters/blobs.js';
import { clip, picture } from '../fixtures/media.js';
import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { imageJob, lastSent, respond, submits, tell, videoJob } from './steps.js';

/** The film as its caller may give it, and whether it arrives. */
async function givenAs(s: SdkContext, as: 'stream' | 'path' | 'url'): Promise<void> {
  const film = clip('portrait');
  const data = s.blob(film);
  if (as === 'url') data.$blob.url = s.urlOf(film, 'video/mp4');
  if (as === 'path') data.$blob.path = s.pathOf(film, 'clip.mp4');
  const called = await s.call('queue.submit', {
    model: s.model('video'),
    inputs: { prompt: `Given as ${as}`, data },
    as,
  });
  const sent = lastSent(s, 'POST', submits);
  const part = sent.part('data');
  s.check('MED-41', part?.filename !== undefined && sha256(part.bytes) === sha256(film), {
    title: `A film given as ${as} arrives whole, as a file part.`,
    expected: `${film.length} bytes, sha256 ${sha256(film)}`,
    got: part ? `${part.bytes.length} bytes, sha256 ${sha256(part.bytes)}` : tell(called),
    answer: s.answer(sent),
  });
}

const given = (as: 'stream' | 'path' | 'url'): SdkCase => ({
  id: `media.input/${as}`,
  title: `A film given as ${as} reaches the service as a file.`,
  requires: ['MED-41'],
  needs: ['queue.submit', `input.${as}`],
  cost: { jobs: 1, gpuSeconds: 1 },
  effects: 'creates-ephemeral',
  run: (s) => givenAs(s, as),
});

/** A second picture that goes with the first: sent, or refused aloud, but never dropped. */
const reference = (op: 'queue.submit' | 'process'): SdkCase => ({
  id: `media.reference/${op === 'process' ? 'picture' : 'film'}`,
  title: `A reference image given to ${op} is sent, or refused aloud.`,
  requires: ['MED-41'],
  needs: [op],
  cost: op === 'process' ? { images: 1 } : { jobs: 1, gpuSeconds: 1 },
  effects: 'creates-ephemeral',
  run: async (s: SdkContext) => {
    const image = picture(256, 256);
    const reference_image = s.blob(image, { name: 'reference.png', mime: 'image/png' });
    const job = op === 'process' ? imageJob(s, { reference_image }) : videoJob(s, { reference_image });
    const called = await s.call(op, job);
    const [sent] = s.sent('POST', submits);
    const part = sent?.part('reference_image');
    const refused = sent === undefined && called.failure === 'invalid_input';
    s.check('MED-41', refused || (part?.filename !== undefined && sha256(part.bytes) === sha256(image)), {
      title: 'It is a file part of its own, whole.',
      expected: `reference_image, ${image.length} bytes`,
      got: sent?.form.map(({ name, bytes }) => `${name} (${bytes.length} bytes)`).join(', ') ?? tell(called),
      ...(sent ? { answer: s.answer(sent) } : {}),
    });
  },
});

export const mediaCases: readonly SdkCase[] = [
  given('stream'),
  given('path'),
  given('url'),
  reference('queue.submit'),
  reference('process'),
  {
    id: 'media.input/large',
    title: 'Thirty-two MiB arrive unchanged.',
    requires: ['MED-41'],
    needs: ['queue.submit'],
    steers: true,
    tags: ['large'],
    deadlineMs: 90_000,
    run: async (s) => {
      const film = largeFilm();
      // Whether the service takes so much is its own business: what the client sends is looked at.
      await s.steering.fault(respond('jobs.submit', 200, { job_id: 'job_large', status: 'pending' }));
      const inputs = { prompt: 'Large', data: s.blob(film, { name: 'large.mp4', mime: 'video/mp4' }) };
      const called = await s.call(
        'queue.submit',
        { model: s.model('video'), inputs },
        { deadlineMs: 60_000 },
      );
      const part = lastSent(s, 'POST', submits).part('data');
      s.check('MED-41', part !== undefined && sha256(part.bytes) === sha256(film), {
        title: 'The hashes agree.',
        expected: `${film.length} bytes`,
        got: part ? `${part.bytes.length} bytes` : tell(called),
      });
    },
  },
  {
    id: 'media.input/text-survives',
    title: 'A prompt with quotes, line ends and every plane of Unicode arrives as it is.',
    requires: ['MED-41'],
    needs: ['queue.submit'],
    cost: { jobs: 1, gpuSeconds: 1 },
    effects: 'creates-ephemeral',
    run: async (s) => {
      const prompt = 'Zürich "at dawn"\nsecond line; a=b&c=%20 — 日本語 🏔️ \u2028 end';
      await s.call('queue.submit', { model: s.model('video'), inputs: { prompt, data: s.blob(clip()) } });
      const sent = lastSent(s, 'POST', submits);
      const text = sent.part('prompt')?.text.replaceAll('\r\n', '\n');
      s.check('MED-41', text === prompt, {
        title: 'The prompt is as given, line ends aside.',
        expected: prompt,
        got: text ?? 'nothing',
        answer: s.answer(sent),
      });
    },
  },
];

/** The head of a film and 32 MiB of noise that no compressor shrinks. */
function largeFilm(): Uint8Array {
  const parts: Uint8Array[] = [clip()];
  let block = createHash('sha512').update('large').digest();
  const mebibyte = Buffer.alloc(1024 * 1024);
  for (let n = 0; n < 32; n++) {
    for (let at = 0; at < mebibyte.length; at += block.length) block.copy(mebibyte, at);
    block = createHash('sha512').update(block).digest();
    parts.push(Buffer.from(mebibyte));
  }
  return Buffer.concat(parts);
}
