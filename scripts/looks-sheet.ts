/**
 * Writes docs/how-to/looks.webp: what each family of models makes of the same input, as job, image and session. Needs
 * the optional @napi-rs/webcodecs, so it is no part of `npm run generate`. With a path it also writes a PNG there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { PNG } from 'pngjs';
import { loadWebCodecs } from '../src/media/codecs/web-codecs.js';
import { rgbaOf } from '../src/media/drawing/rgb.js';
import { SessionCard } from '../src/media/live/session-card.js';
import { digestReference, shortDigest } from '../src/media/drawing/transform-look.js';
import type { RenderJob } from '../src/media/job-results/types.js';
import { mediaSourceOf } from '../src/media/media-source.js';
import { decodeStill } from '../src/media/codecs/decode-still.js';
import { frameOf, jobPicture } from './looks/job-picture.js';
import { sessionFrame } from './looks/session-frame.js';
import { drawSheet, type SheetRow } from './looks/sheet.js';
import { webpOf } from './looks/webp.js';

const fixture = (name: string): Buffer => readFileSync(new URL(`../fixtures/${name}`, import.meta.url));
const digits = (name: string): string => `sha-256 ${shortDigest(digestReference(fixture(name)).digest)}`;
const source = (name: string) => mediaSourceOf('application/octet-stream', fixture(name));

const PROMPT = 'Anime style';
const withoutReference: RenderJob = {
  jobId: 'b9c4e1f2',
  model: 'lucy-2.5',
  requestedModel: 'lucy-2.5',
  prompt: PROMPT,
  seed: 42,
  kind: 'video',
  width: 1280,
  height: 720,
  fps: 25,
  upload: source('input.mp4'),
};
const video: RenderJob = { ...withoutReference, reference: source('reference.png') };
const restyle: RenderJob = { ...withoutReference, model: 'lucy-restyle-2', family: 'restyle', height: 704 };
/** A job of a restyle model takes a prompt or a reference image. */
const restyleByImage: RenderJob = { ...restyle, prompt: '', reference: source('reference.png') };
const tryOnAlone: RenderJob = { ...withoutReference, model: 'lucy-vton-3.6', family: 'try-on' };
const tryOn: RenderJob = { ...tryOnAlone, reference: source('reference.png') };
const image: RenderJob = {
  ...video,
  model: 'lucy-image-2',
  kind: 'image',
  height: 704,
  upload: source('input.png'),
};
const motion: RenderJob = {
  ...withoutReference,
  model: 'lucy-motion',
  family: 'motion',
  takes: 'image',
  prompt: '',
  height: 704,
  upload: source('input.png'),
  trajectory: [
    { frame: 0, x: 0.2, y: 0.45 },
    { frame: 12, x: 0.5, y: 0.2 },
    { frame: 24, x: 0.8, y: 0.6 },
  ],
};

const codecs = await loadWebCodecs();
const job = (one: RenderJob, frame = 0) => jobPicture(codecs, 'transform', one, frame);
const card = (one: RenderJob) => jobPicture(codecs, 'testcard', one);
const session = (family: 'edit' | 'restyle' | 'try-on', withReference: boolean) =>
  sessionFrame(codecs, fixture('input.mp4'), {
    family,
    prompt: PROMPT,
    ...(withReference && { reference: fixture('reference.png') }),
  });

function sessionCard() {
  const drawn = new SessionCard(640, 360);
  drawn.draw({ prompt: PROMPT, reference: digestReference(fixture('reference.png')) });
  drawn.advance();
  return drawn.pixels();
}

const rows: SheetRow[] = [
  {
    title: 'what went in',
    cells: [
      { label: ['input.mp4', digits('input.mp4')], picture: await frameOf(codecs, fixture('input.mp4'), 0) },
      { label: ['input.png', digits('input.png')], picture: await decodeStill(fixture('input.png')) },
      {
        label: ['reference.png', digits('reference.png')],
        picture: await decodeStill(fixture('reference.png')),
      },
      { label: ['prompt', PROMPT] },
    ],
  },
  {
    title: 'edit: one hue, and the reference in the corner',
    cells: [
      { label: ['job', 'lucy-2.5'], picture: await job(video) },
      { label: ['image', 'lucy-image-2'], picture: await job(image) },
      { label: ['session', 'lucy-2.5'], picture: await session('edit', true) },
      { label: ['session', 'without a reference'], picture: await session('edit', false) },
    ],
  },
  {
    title: 'restyle: flat colours and edges',
    cells: [
      { label: ['job by prompt', 'lucy-restyle-2'], picture: await job(restyle) },
      { label: ['job by reference', 'lucy-restyle-2'], picture: await job(restyleByImage) },
      { label: ['session', 'lucy-restyle-2'], picture: await session('restyle', true) },
      { label: ['session', 'without a reference'], picture: await session('restyle', false) },
    ],
  },
  {
    title: 'try-on: the reference over the subject',
    cells: [
      { label: ['job', 'lucy-vton-3.6'], picture: await job(tryOn) },
      { label: ['job', 'without a reference'], picture: await job(tryOnAlone) },
      { label: ['session', 'lucy-vton-3.6'], picture: await session('try-on', true) },
      { label: ['session', 'without a reference'], picture: await session('try-on', false) },
    ],
  },
  {
    title: 'motion: the path up to each frame',
    cells: [
      { label: ['job, frame 0', 'lucy-motion'], picture: await job(motion) },
      { label: ['job, frame 8', 'lucy-motion'], picture: await job(motion, 8) },
      { label: ['job, frame 16', 'lucy-motion'], picture: await job(motion, 16) },
      { label: ['job, frame 24', 'lucy-motion'], picture: await job(motion, 24) },
    ],
  },
  {
    title: 'testcard: sha-256 of what went in',
    cells: [
      { label: ['job', 'lucy-2.5'], picture: await card(video) },
      { label: ['image', 'lucy-image-2'], picture: await card(image) },
      { label: ['session', 'any model'], picture: sessionCard() },
    ],
  },
];

const sheet = drawSheet(rows);
writeFileSync(new URL('../docs/how-to/looks.webp', import.meta.url), await webpOf(codecs, sheet));
const [path] = process.argv.slice(2);
if (path !== undefined) {
  const png = new PNG({ width: sheet.width, height: sheet.height });
  png.data = Buffer.from(rgbaOf(sheet).buffer);
  writeFileSync(path, PNG.sync.write(png, { colorType: 2 }));
}
