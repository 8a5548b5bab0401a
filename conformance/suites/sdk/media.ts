import { createHash } from 'node:crypto';
import { sha256 } from '../../engine/sha256.js';
import { clip, picture } from '../fixtures/media.js';
import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { imageJob, lastSent, respond, submits, describeCall, videoJob } from './steps.js';

/** Gives a video in one of the ways an SDK accepts, and checks that it arrives. */
async function givenAs(s: SdkContext, as: 'stream' | 'path' | 'url'): Promise<void> {
  const video = clip('portrait');
  const data = s.blob(video);
  if (as === 'url') data.$blob.url = s.urlOf(video, 'video/mp4');
  if (as === 'path') data.$blob.path = s.pathOf(video, 'clip.mp4');
  const called = await s.call('queue.submit', {
    model: s.model('video'),
    inputs: { prompt: `Given as ${as}`, data },
    as,
  });
  const sent = lastSent(s, 'POST', submits);
  const part = sent.part('data');
  s.check('MED-41', part?.filename !== undefined && sha256(part.bytes) === sha256(video), {
    title: `A video given as ${as} arrives unchanged, as a file part.`,
    expected: `${video.length} bytes, sha256 ${sha256(video)}`,
    got: part ? `${part.bytes.length} bytes, sha256 ${sha256(part.bytes)}` : describeCall(called),
    answer: s.answer(sent),
  });
}

const given = (as: 'stream' | 'path' | 'url'): SdkCase => ({
  id: `media.input/${as}`,
  title: `A video given as ${as} reaches the service as a file.`,
  requires: ['MED-41'],
  needs: ['queue.submit', `input.${as}`],
  cost: { jobs: 1, gpuSeconds: 1 },
  effects: 'creates-ephemeral',
  run: (s) => givenAs(s, as),
});

/** A reference image: sent, or refused with an error, but never dropped. */
const reference = (op: 'queue.submit' | 'process'): SdkCase => ({
  id: `media.reference/${op === 'process' ? 'picture' : 'video'}`,
  title: `A reference image given to ${op} is sent, or refused with an error.`,
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
      title: 'It is a file part of its own, unchanged.',
      expected: `reference_image, ${image.length} bytes`,
      got:
        sent?.form.map(({ name, bytes }) => `${name} (${bytes.length} bytes)`).join(', ') ??
        describeCall(called),
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
    needsControl: true,
    tags: ['large'],
    deadlineMs: 90_000,
    run: async (s) => {
      const video = largeVideo();
      // Judges what the client sends, whether or not the service accepts that much.
      await s.control.addRule(respond('jobs.submit', 200, { job_id: 'job_large', status: 'pending' }));
      const inputs = { prompt: 'Large', data: s.blob(video, { name: 'large.mp4', mime: 'video/mp4' }) };
      const called = await s.call(
        'queue.submit',
        { model: s.model('video'), inputs },
        { deadlineMs: 60_000 },
      );
      const part = lastSent(s, 'POST', submits).part('data');
      s.check('MED-41', part !== undefined && sha256(part.bytes) === sha256(video), {
        title: 'The hashes agree.',
        expected: `${video.length} bytes`,
        got: part ? `${part.bytes.length} bytes` : describeCall(called),
      });
    },
  },
  {
    id: 'media.input/text-survives',
    title: 'A prompt with quotes, line ends and every plane of Unicode arrives unchanged.',
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

/** The head of a video and 32 MiB of incompressible noise. */
function largeVideo(): Uint8Array {
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
