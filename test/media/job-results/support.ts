import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mediaSourceOf, readBytes, type MediaSource } from '../../../src/media/media-source.js';
import { createRenderer } from '../../../src/media/job-results/index.js';
import type { RenderedMedia, RenderJob } from '../../../src/media/job-results/types.js';

export const JOB: RenderJob = {
  jobId: 'job_7f3a',
  model: 'lucy-2.5',
  requestedModel: 'lucy-latest',
  prompt: 'Turn the street into a canal',
  seed: 42,
  kind: 'video',
  width: 1280,
  height: 720,
  fps: 20,
};
export const IMAGE_JOB: RenderJob = { ...JOB, model: 'lucy-image-2', kind: 'image', height: 704 };

export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url));

/** A fixture as the SDKs send it: no name and no type to go by. */
export const upload = (name: string): MediaSource => mediaSourceOf('application/octet-stream', fixture(name));

export async function render(name: string, job: RenderJob): Promise<{ media: RenderedMedia; bytes: Buffer }> {
  const media = await (await createRenderer(name)).render(job);
  return { media, bytes: Buffer.from(await readBytes(media)) };
}

export const testcard = async (job: Partial<RenderJob> = {}): Promise<Buffer> =>
  (await render('testcard', { ...JOB, ...job })).bytes;

/** Why tests that ask ffmpeg for its opinion do not run here; undefined when they do. */
export const noFfmpeg =
  spawnSync('ffmpeg', ['-version']).status === 0 && spawnSync('ffprobe', ['-version']).status === 0
    ? undefined
    : 'ffmpeg and ffprobe are not installed (Debian: apt-get install ffmpeg)';

/** Why tests of the transform renderer do not run here. */
export const noCodecs = await import('@napi-rs/webcodecs').then(
  () => undefined,
  () => '@napi-rs/webcodecs, or its binary for this machine, is not installed',
);

function run(command: string, args: readonly string[], input: Uint8Array): Buffer {
  const done = spawnSync(command, args, { input, maxBuffer: 1e9 });
  const complaints = done.stderr.toString();
  if (done.status !== 0 || complaints !== '') throw new Error(`${command} ${args.join(' ')}: ${complaints}`);
  return done.stdout;
}

/** Every frame as planar YCbCr 4:2:0. @throws Error at the slightest complaint of the decoder. */
export const decodeFrames = (media: Uint8Array, format = 'mp4'): Buffer =>
  run(
    'ffmpeg',
    [
      '-v',
      'warning',
      '-f',
      format,
      '-i',
      '-',
      '-f',
      'rawvideo',
      '-fps_mode',
      'passthrough',
      '-pix_fmt',
      'yuv420p',
      '-',
    ],
    media,
  );

interface Probe {
  streams: Record<string, string | number>[];
  format: { tags: Record<string, string> };
}

export const probe = (media: Uint8Array): Probe =>
  JSON.parse(
    run('ffprobe', ['-v', 'warning', '-show_streams', '-show_format', '-of', 'json', '-'], media).toString(),
  ) as Probe;
