import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { mediaSourceOf } from '../../../src/media/media-source.js';
import { decodeFrames, JOB, noCodecs, noFfmpeg, probe, render } from './support.js';

const SMALL = { ...JOB, width: 160, height: 96 };
const LUMA = SMALL.width * SMALL.height;
const FRAME = LUMA * 1.5;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'decart-length-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(({ skip }) => {
  if (noCodecs) skip(noCodecs);
  if (noFfmpeg) skip(noFfmpeg);
});

function ffmpeg(name: string, ...args: string[]): string {
  const file = join(folder, name);
  const done = spawnSync('ffmpeg', ['-v', 'error', '-y', ...args, file], { encoding: 'utf8' });
  if (done.status !== 0) throw new Error(`ffmpeg cannot make ${name}: ${done.stderr}`);
  return file;
}

/** A clip that gets brighter with time, from 40 by 1.5 each frame. */
const ramp = (name: string, seconds: number, rate: string, ...options: string[]): string =>
  ffmpeg(
    name,
    ...[
      '-f',
      'lavfi',
      '-i',
      `color=black:s=160x96:r=${rate}:d=${seconds},format=yuv420p,geq=lum=40+N:cb=128:cr=128`,
    ],
    ...['-c:v', 'libx264', '-qp', '10', ...options],
  );

async function transformed(file: string, maxSeconds?: number): Promise<{ note?: string; bytes: Buffer }> {
  const { media, bytes } = await render('transform', {
    ...SMALL,
    prompt: '',
    ...(maxSeconds !== undefined && { maxSeconds }),
    upload: mediaSourceOf('', readFileSync(file)),
  });
  return { bytes, ...(media.note !== undefined && { note: media.note }) };
}

const lengthOf = (bytes: Buffer): [frames: number, seconds: number] => {
  const { nb_frames, duration } = probe(bytes).streams[0] ?? {};
  return [Number(nb_frames), Number(duration)];
};

/** Brightness of each frame, in a row between the texts. */
function lights(bytes: Buffer): number[] {
  const frames = decodeFrames(bytes);
  return Array.from({ length: frames.length / FRAME }, (_, at) => frames[at * FRAME + LUMA / 2 + 80] ?? 0);
}

describe('a clip ends at the limit', () => {
  it('where its frames last 20 s', async () => {
    const { note, bytes } = await transformed(ramp('slow.mp4', 40, '1/20'), 5);
    expect(lengthOf(bytes)).toEqual([1, 5]);
    expect(note).toBe('Only the first frame was transformed: the limit ends there.');
    expect(lengthOf((await transformed(join(folder, 'slow.mp4'))).bytes)).toEqual([1, 10]);
  });

  it('with all frames that are shown before it, where B-frames follow later ones', async () => {
    const bFrames = ['-bf', '7', '-x264-params', 'b-adapt=0:b-pyramid=normal:keyint=250:scenecut=0'];
    const { bytes } = await transformed(ramp('b-frames.mp4', 7, '25', ...bFrames), 5);
    expect(lengthOf(bytes)).toEqual([125, 5]);
    const seen = lights(bytes);
    expect(seen).toHaveLength(125);
    for (let at = 1; at < 125; at++) expect(seen[at]).toBeGreaterThanOrEqual(seen[at - 1] ?? 0);
  });

  it('counted from the start that an edit list sets, without the frames before it', async () => {
    const whole = ramp('whole.mp4', 7, '25', '-g', '50');
    const edited = ffmpeg('edited.mp4', '-ss', '1.5', '-i', whole, '-c', 'copy');
    const [all, after] = [await transformed(whole), await transformed(edited)];
    expect(lengthOf(all.bytes)).toEqual([175, 7]);
    expect(lengthOf(after.bytes)).toEqual([138, 5.5]);
    const [before, seen] = [lights(all.bytes), lights(after.bytes)];
    for (const place of [0, 60, 137])
      expect(Math.abs((seen[place] ?? 0) - (before[place + 37] ?? 0))).toBeLessThan(4);
    expect(lengthOf((await transformed(edited, 5)).bytes)).toEqual([126, 5]);
  });

  it('without a note where it is as long as the limit', async () => {
    const { note, bytes } = await transformed(ramp('five.mp4', 5, '25'), 5);
    expect(lengthOf(bytes)).toEqual([125, 5]);
    expect(note).toBeUndefined();
  });
});

describe('echo of a clip', () => {
  it.each([
    [5, undefined],
    [6, 'The upload comes back whole; lucy-clip makes at most 5 s.'],
  ])('of %i s has the note %s', async (seconds, note) => {
    const upload = mediaSourceOf('', readFileSync(ramp(`echo-${seconds}.mp4`, seconds, '25')));
    const job = { ...SMALL, model: 'lucy-clip', durationSeconds: 5, maxSeconds: 5, upload };
    expect((await render('echo', job)).media.note).toBe(note);
  });
});
