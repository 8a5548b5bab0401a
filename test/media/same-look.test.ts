import { describe, expect, it } from 'vitest';
import { loadWebCodecs, type WebCodecs } from '../../src/media/codecs/web-codecs.js';
import { toAnnexB } from '../../src/media/codecs/h264/nal.js';
import { depacketizeH264, packetizeH264 } from '../../src/media/codecs/h264/rtp.js';
import { hueOf, tintOf } from '../../src/media/drawing/tint.js';
import { digestReference } from '../../src/media/drawing/transform-look.js';
import { SessionCard } from '../../src/media/live/session-card.js';
import { TransformRenderer } from '../../src/media/live/transform.js';
import { mediaSourceOf } from '../../src/media/media-source.js';
import { reportSkip } from '../support/report-skip.js';
import { decodeFrames, fixture, JOB, noCodecs, noFfmpeg, render, upload } from './job-results/support.js';

const WIDTH = 320;
const HEIGHT = 176;
const PROMPT = 'a red cat';
const reference = fixture('input.png');

/** Degrees of the chroma in the middle of an I420 picture, above the caption. */
function hueIn(i420: Uint8Array, width: number, height: number): number {
  const [half, row, quarter] = [width / 2, Math.floor(height * 0.2), (width * height) / 4];
  const at = width * height + row * half + half / 2;
  const [cb, cr] = [(i420[at] ?? 0) - 128, (i420[at + quarter] ?? 0) - 128];
  return (Math.atan2(cr, cb) * 180) / Math.PI;
}

const distance = (a: number, b: number): number => Math.abs(((((a - b) % 360) + 540) % 360) - 180);

async function jobHue(withReference: boolean): Promise<number> {
  const { media, bytes } = await render('transform', {
    ...JOB,
    prompt: PROMPT,
    width: WIDTH,
    height: HEIGHT,
    upload: upload('input.mp4'),
    ...(withReference && { reference: mediaSourceOf('image/png', reference) }),
  });
  expect(media.note).toBeUndefined();
  return hueIn(decodeFrames(bytes), WIDTH, HEIGHT);
}

/** What a session sends back for one published key frame. */
async function sessionHue(codecs: WebCodecs, withReference: boolean): Promise<number> {
  const renderer = new TransformRenderer(codecs);
  const card = new SessionCard(WIDTH, HEIGHT);
  card.draw({ prompt: 'something else', reference: undefined });
  const payloads = packetizeH264(card.encode(true), 1160);
  const frame = new Promise<readonly Buffer[]>((resolve) => {
    renderer.start({
      forward: () => undefined,
      frame: (_codec, output) => resolve(output),
      sound: () => undefined,
      requestInputKeyFrame: () => undefined,
      status: () => undefined,
    });
  });
  renderer.setPrompt(PROMPT);
  if (withReference) renderer.setImage(reference);
  renderer.setInput('h264');
  // A decoder may keep a picture until later ones arrive.
  for (let picture = 0; picture < 10; picture++)
    payloads.forEach((payload, index) =>
      renderer.push({
        codec: 'h264',
        source: 'camera',
        sequence: picture * payloads.length + index,
        timestamp: picture * 3000,
        marker: index === payloads.length - 1,
        payload,
      }),
    );
  const stream = toAnnexB(depacketizeH264(await frame));
  renderer.close();
  return hueIn(decodeFrames(stream, 'h264'), WIDTH, HEIGHT);
}

describe.skipIf(reportSkip(noCodecs ?? noFfmpeg))('a prompt has the same hue', () => {
  it.each([
    ['alone', false],
    ['with a reference image', true],
  ])('in the result of a job and in a session, %s', async (_, withReference) => {
    const expected = hueOf(PROMPT, withReference ? digestReference(reference).digest : undefined) ?? NaN;
    const codecs = await loadWebCodecs();
    expect(distance(await jobHue(withReference), expected)).toBeLessThan(4);
    expect(distance(await sessionHue(codecs, withReference), expected)).toBeLessThan(4);
  });
});

describe('the tint', () => {
  const angle = (tint: ReturnType<typeof tintOf>): number =>
    (Math.atan2((tint?.cr ?? 0) - 128, (tint?.cb ?? 0) - 128) * 180) / Math.PI;

  it('varies with seed and model in saturation, not in hue', () => {
    const session = tintOf({ prompt: PROMPT });
    const jobs = Array.from({ length: 20 }, (_, seed) => tintOf({ prompt: PROMPT, seed, model: 'lucy-2.5' }));
    for (const job of jobs) expect(distance(angle(job), angle(session))).toBeLessThan(2);
    expect(new Set(jobs.map((job) => JSON.stringify(job))).size).toBeGreaterThan(8);
  });

  it('is that of the reference image without a prompt, and absent without both', () => {
    expect(tintOf({ prompt: '' })).toBeUndefined();
    const [one, two] = ['aa', 'bb'].map((digest) => tintOf({ prompt: '', reference: digest }));
    expect(one).toBeDefined();
    expect(one).not.toEqual(two);
    expect(tintOf({ prompt: PROMPT, reference: 'aa' })).not.toEqual(tintOf({ prompt: PROMPT }));
  });
});
