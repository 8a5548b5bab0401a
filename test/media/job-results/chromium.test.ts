import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { reportSkip } from '../../support/report-skip.js';
import { IMAGE_JOB, JOB, noCodecs, render, upload } from './support.js';

const paths = [process.env.CHROMIUM_PATH ?? '', '/usr/bin/chromium', '/usr/bin/google-chrome'];
const executablePath = paths.find((path) => path !== '' && existsSync(path));

interface Seen {
  width: number;
  height: number;
  seconds: number;
  /** Mean brightness of strips of the picture at the beginning and near the end. */
  first: number[];
  last: number[];
}

/** Plays a clip in the page: its size, its length, and what two of its frames look like. */
const watch = (page: Page, clip: Uint8Array): Promise<Seen> =>
  page.evaluate(async (base64) => {
    const video = document.createElement('video');
    video.muted = true;
    document.body.append(video);
    const failure = new Promise<never>((_, reject) => {
      video.addEventListener('error', () => reject(new Error(video.error?.message)));
    });
    // Events of the element may come before its picture does, so this waits for a picture of that time.
    const shown = (time: number): Promise<void> =>
      new Promise((resolve) => {
        video.requestVideoFrameCallback((_, { mediaTime }) =>
          resolve(Math.abs(mediaTime - time) < 0.1 ? undefined : shown(time)),
        );
      });
    const beginning = shown(0);
    video.src = `data:video/mp4;base64,${base64}`;
    await Promise.race([beginning, failure]);
    const canvas = new OffscreenCanvas(video.videoWidth, video.videoHeight);
    const context = canvas.getContext('2d')!;
    const look = (): number[] => {
      context.drawImage(video, 0, 0);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((part) =>
        data.subarray((part * data.length) / 8, ((part + 1) * data.length) / 8),
      );
      return rows.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length);
    };
    const first = look();
    const end = video.duration - 0.03;
    const atEnd = shown(end);
    video.currentTime = end;
    await Promise.race([atEnd, failure]);
    const last = look();
    const { videoWidth: width, videoHeight: height, duration: seconds } = video;
    video.remove();
    return { width, height, seconds, first, last };
  }, Buffer.from(clip).toString('base64'));

const noChromium =
  executablePath === undefined ? `no browser at ${paths.filter(Boolean).join(', ')}` : undefined;

describe.skipIf(reportSkip(noChromium))('Chromium', () => {
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executablePath ?? '', args: ['--no-sandbox'] });
    page = await browser.newPage();
  });
  afterAll(() => browser?.close());

  it.each([
    { width: 1280, height: 720, fps: 20, seconds: 2 },
    { width: 1088, height: 624, fps: 25, seconds: 6 },
    { width: 640, height: 1280, fps: 30, seconds: 1 },
  ])('plays a test card of $width x $height at $fps', async ({ width, height, fps, seconds }) => {
    const { bytes } = await render('testcard', { ...JOB, width, height, fps, durationSeconds: seconds });
    const seen = await watch(page, bytes);
    expect(seen).toMatchObject({ width, height, seconds });
    expect(seen.first).not.toEqual(seen.last);
    expect(Math.max(...seen.first) - Math.min(...seen.first)).toBeGreaterThan(20);
  });

  it('plays a transformed upload', async ({ skip }) => {
    if (noCodecs) skip(noCodecs);
    const { bytes } = await render('transform', {
      ...JOB,
      width: 720,
      height: 1280,
      upload: upload('portrait.mp4'),
    });
    expect(await watch(page, bytes)).toMatchObject({ width: 720, height: 1280, seconds: 1 });
  });

  it('shows a still', async () => {
    const { bytes } = await render('testcard', IMAGE_JOB);
    const size = await page.evaluate(async (base64) => {
      const image = new Image();
      image.src = `data:image/png;base64,${base64}`;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, bytes.toString('base64'));
    expect(size).toEqual([1280, 704]);
  });
});
