import { describe, expect, test } from 'vitest';
import { startMock, type RunningMock } from '../../src/index.js';
import type { LookFamily } from '../../src/media/drawing/look-family.js';
import { Picture } from '../../src/media/drawing/picture.js';
import { centred, insetLimits, insetPlace, subjectLimits } from '../../src/media/drawing/places.js';
import { fittedSize } from '../../src/media/drawing/resize-image.js';
import { pictureOf } from '../../src/media/drawing/rgb.js';
import { PATH_COLOUR } from '../../src/media/drawing/trajectory.js';
import { digestReference } from '../../src/media/drawing/transform-look.js';
import { mediaSourceOf } from '../../src/media/media-source.js';
import { PNG } from 'pngjs';
import {
  colourDistance,
  flatImage,
  lightOf,
  meanColour,
  meanDifference,
  pngOf,
  reads,
} from '../support/pixels.js';
import { reportSkip } from '../support/report-skip.js';
import { form } from '../unit/http/support/serve.js';
import {
  decodeFrames,
  fixture,
  IMAGE_JOB,
  JOB,
  noCodecs,
  noFfmpeg,
  render,
  upload,
} from './job-results/support.js';
import { join, startReal, type Joined } from './support/joined.js';
import { eventually } from './support/room-host.js';
import type { RtcClient } from './support/rtc-client.js';

const RED = flatImage(60, 60, [210, 40, 40]);
const reference = pngOf(RED);
const label = `reference ${digestReference(reference).digest.slice(0, 8)}`;
const {
  y: [y = 0],
  cb: [cb = 0],
  cr: [cr = 0],
} = pictureOf(RED, { width: 2, height: 2 });
const red = { y, cb, cr };
const blob = (bytes: Uint8Array): Blob => new Blob([Uint8Array.from(bytes)]);

const inset = (picture: Picture) => insetPlace(picture, fittedSize(RED, insetLimits(picture)));
/** How far the inset's place, and the middle of the picture, are from the reference image's colour. */
const insetError = (picture: Picture): number => colourDistance(meanColour(picture, inset(picture)), red);
const middleError = (picture: Picture): number =>
  colourDistance(meanColour(picture, centred(picture, fittedSize(RED, subjectLimits(picture)))), red);

const frameOf = (frames: Buffer, width: number, height: number, index: number): Picture => {
  const size = width * height * 1.5;
  return new Picture(width, height, frames.subarray(index * size, (index + 1) * size));
};

describe.skipIf(reportSkip(noCodecs ?? noFfmpeg))('the result of a job', () => {
  const job = async (model: string, fields: Record<string, string | Blob>, asOf = '2026-11-01') => {
    await using mock = await startMock({ seed: 'looks', clock: 'manual', asOf, render: 'transform' });
    const headers = { 'x-api-key': 'dct_looks' };
    const body = form(fields);
    const submitted = await fetch(`${mock.url}/v1/jobs/${model}`, { method: 'POST', headers, body });
    const { job_id: id } = (await submitted.json()) as { job_id: string };
    await mock.account('dct_looks').clock.advance('300s');
    const content = await fetch(`${mock.url}/v1/jobs/${id}/content`, { headers });
    expect([submitted.status, content.status]).toEqual([200, 200]);
    const contents = await mock.account('dct_looks').journal.find({ operation: 'jobs.content' });
    const notes = contents.map(({ detail }) => detail);
    return { bytes: Buffer.from(await content.arrayBuffer()), notes };
  };
  const video = blob(fixture('input.mp4'));

  test('has the look of its model’s family, and the reference image in the corner', async () => {
    const withoutPrompt = { data: video, seed: '7', reference_image: blob(reference) };
    const fields = { ...withoutPrompt, prompt: 'Snow' };
    // A job of a restyle model takes a prompt or an image.
    const jobs = [
      ['lucy-2.5', 720, fields],
      ['lucy-restyle-2', 704, withoutPrompt],
      ['lucy-vton-3.6', 720, fields],
    ] as const;
    const [edit, restyle, tryOn] = await Promise.all(
      jobs.map(async ([model, height, sent]) => {
        const { bytes, notes } = await job(model, sent);
        expect(notes).toEqual([undefined]);
        return frameOf(decodeFrames(bytes), 1280, height, 12);
      }),
    );
    if (!edit || !restyle || !tryOn) throw new Error('A job is missing.');
    for (const picture of [edit, restyle, tryOn]) {
      expect(insetError(picture)).toBeLessThan(8);
      expect(reads(lightOf(picture), label, 16 + 12, 16 + 12, 6)).toBe(true);
    }
    expect(middleError(tryOn)).toBeLessThan(8);
    expect(middleError(edit)).toBeGreaterThan(20);
    const hues = (picture: Picture): number =>
      new Set(picture.cb.subarray(0, 640 * 200).map((value) => value >> 3)).size;
    expect(hues(restyle)).toBeGreaterThan(hues(edit));
    expect(meanDifference(edit.y.subarray(0, 1280 * 500), restyle.y.subarray(0, 1280 * 500))).toBeGreaterThan(
      4,
    );
  });

  test('of a motion is a clip of the image, with its path up to each frame', async () => {
    const trajectory = JSON.stringify([
      { frame: 0, x: 0.25, y: 0.75 },
      { frame: 20, x: 0.75, y: 0.75 },
    ]);
    const fields = { data: blob(fixture('input.png')), trajectory };
    const { bytes, notes } = await job('lucy-motion', fields, '2026-01-15');
    expect(notes).toEqual([undefined]);
    const frames = decodeFrames(bytes);
    expect(frames.length).toBe(125 * 1280 * 704 * 1.5);
    const seen = [0, 10, 20, 124].map((frame) => {
      const picture = frameOf(frames, 1280, 704, frame);
      return [0.35, 0.45, 0.6, 0.7].map((x) => {
        const spot = { left: 2 * Math.round(x * 640), top: 526, width: 4, height: 4 };
        return colourDistance(meanColour(picture, spot), PATH_COLOUR) < 30;
      });
    });
    expect(seen).toEqual([
      [false, false, false, false],
      [true, true, false, false],
      [true, true, true, true],
      [true, true, true, true],
    ]);
  });

  test('says in the journal and in the picture when the reference image cannot be decoded', async () => {
    const broken = reference.subarray(0, 60);
    const fields = { data: video, prompt: 'Snow', reference_image: blob(broken) };
    const { bytes, notes } = await job('lucy-2.5', fields);
    expect(notes).toMatchObject([{ note: /reference image could not be drawn/ }]);
    const picture = frameOf(decodeFrames(bytes), 1280, 720, 3);
    const digits = digestReference(broken).digest.slice(0, 8);
    expect(reads(lightOf(picture), `reference ${digits} undecodable`, 28, 28, 6)).toBe(true);
  });
});

describe.skipIf(reportSkip(noCodecs))('an image', () => {
  test.each(['input.png', 'reference.png'])('shows the reference image, %s', async (name) => {
    const job = { ...IMAGE_JOB, prompt: 'Snow', upload: upload('input.jpg') };
    const [without, withIt] = await Promise.all(
      [undefined, mediaSourceOf('', fixture(name))].map(async (image) => {
        const { bytes } = await render('transform', { ...job, ...(image && { reference: image }) });
        const { width, height, data } = PNG.sync.read(bytes);
        return pictureOf({ width, height, rgba: data }, { width, height });
      }),
    );
    const { width, height, data } = PNG.sync.read(fixture(name));
    const place = insetPlace(IMAGE_JOB, fittedSize({ width, height }, insetLimits(IMAGE_JOB)));
    const opaque = data.map((value, at) => (data[at | 3] === 0 ? 255 : value));
    const meant = pictureOf({ width, height, rgba: opaque }, { width, height });
    const colour = meanColour(meant, { left: 0, top: 0, width, height });
    expect(colourDistance(meanColour(withIt as Picture, place), colour)).toBeLessThan(6);
    expect(colourDistance(meanColour(without as Picture, place), colour)).toBeGreaterThan(20);
  });

  test.each<LookFamily>(['edit', 'restyle', 'try-on', 'motion'])(
    'of a %s is the same bytes each time',
    async (family) => {
      const job = {
        ...IMAGE_JOB,
        family,
        upload: upload('input.png'),
        reference: mediaSourceOf('', reference),
      };
      const [one, two] = [await render('transform', job), await render('transform', job)];
      expect(one.bytes.equals(two.bytes)).toBe(true);
    },
  );

  test('set in motion lasts as long as its path, or two seconds without one', async ({ skip }) => {
    if (noFfmpeg) skip(noFfmpeg);
    const job = { ...JOB, takes: 'image' as const, width: 320, height: 176, upload: upload('input.png') };
    const { bytes, media } = await render('transform', job);
    expect(media.note).toBeUndefined();
    expect(decodeFrames(bytes).length).toBe(40 * 320 * 176 * 1.5);
    const trajectory = [
      { frame: 0, x: 0, y: 0 },
      { frame: 6, x: 1, y: 1 },
    ];
    const short = await render('transform', { ...job, family: 'motion', trajectory });
    expect(decodeFrames(short.bytes).length).toBe(7 * 320 * 176 * 1.5);
  });
});

describe.skipIf(reportSkip(noCodecs))('a session', { timeout: 90_000 }, () => {
  const start = async (mock: RunningMock, model: string): Promise<Joined> => {
    const session = await join(mock, { model, prompt: 'Snow' });
    await session.room.publishVideo('vp8');
    await session.room.nextFrames(3);
    return session;
  };
  const image_data = reference.toString('base64');
  const shows = async (
    room: RtcClient,
    what: string,
    check: (picture: Picture) => boolean,
  ): Promise<void> => {
    await eventually(what, () => room.picture !== undefined && check(room.picture));
  };

  test('shows the reference image after its ack, keeps it when the prompt changes, and drops it when it is cleared', async () => {
    await using mock = await startReal({ render: 'transform' });
    await using session = await start(mock, 'lucy-2.5');
    const { client, room } = session;
    expect(insetError(room.picture as Picture)).toBeGreaterThan(30);
    client.send({ type: 'set_image', image_data, prompt: 'Snow' });
    expect(await client.next('set_image_ack')).toMatchObject({ success: true });
    await shows(room, 'the inset', (picture) => insetError(picture) < 20);
    expect(middleError(room.picture as Picture)).toBeGreaterThan(20);
    client.send({ type: 'prompt', prompt: 'Rain' });
    await client.next('prompt_ack', 2);
    await room.nextFrames(10);
    expect(insetError(room.picture as Picture)).toBeLessThan(20);
    client.send({ type: 'set_image', image_data: null, prompt: 'Rain' });
    await client.next('set_image_ack', 2);
    await shows(room, 'no inset', (picture) => insetError(picture) > 30);
  });

  test('of a try-on model has it over the subject too', async () => {
    await using mock = await startReal({ render: 'transform' });
    await using session = await start(mock, 'lucy-vton-3.5');
    const { client, room } = session;
    client.send({ type: 'set_image', image_data, prompt: 'Snow' });
    await shows(room, 'the garment', (picture) => middleError(picture) < 20 && insetError(picture) < 20);
  });

  test('of a restyle model is posterised', async () => {
    await using mock = await startReal({ render: 'transform' });
    await using session = await start(mock, 'lucy-restyle-2');
    // The camera is of brightness 180 with a black line; 188 is the nearest level.
    const spot = { left: 100, top: 100, width: 300, height: 100 };
    await shows(session.room, 'a level', (picture) => Math.abs(meanColour(picture, spot).y - 188) < 3);
  });

  test('labels a reference image that cannot be decoded, and goes on', async () => {
    await using mock = await startReal({ render: 'transform' });
    await using session = await start(mock, 'lucy-2.5');
    const { client, room } = session;
    const broken = reference.subarray(0, 60);
    client.send({ type: 'set_image', image_data: broken.toString('base64'), prompt: 'Snow' });
    expect(await client.next('set_image_ack')).toMatchObject({ success: true });
    const text = `reference ${digestReference(broken).digest.slice(0, 8)} undecodable`;
    await shows(room, 'the label', (picture) => reads(lightOf(picture), text, 8 + 6, 8 + 6, 3));
    await room.nextFrames(5);
  });
});
