/** The picture that comes back shows its sound: pixels, by renderer. */
import { describe, expect, test } from 'vitest';
import { loadJpegCodec } from '../../../../src/media/codecs/jpeg.js';
import type { RgbImage } from '../../../../src/media/drawing/rgb-canvas.js';
import type { RunningMock } from '../../../../src/index.js';
import { until } from '../../../support/patience.js';
import {
  configured,
  handled,
  jpeg,
  results,
  sendPictures,
  sendSound,
  startLipsync,
  tone,
} from './support.js';

const GREY = 130;

async function pixels(bytes: Uint8Array): Promise<RgbImage> {
  const image = await (await loadJpegCodec()).decode(bytes, 1e8);
  if (!image) throw new Error('The picture does not decode.');
  return image;
}

/** Two chunks: a tone, then silence. @returns result 2, which is loud, and result 18, which is silent */
async function loudAndSilent(mock: RunningMock): Promise<[loud: Buffer, silent: Buffer]> {
  await using client = await configured(mock);
  sendSound(client, tone(10_240));
  await sendPictures(client, 32, await jpeg(450, 800));
  const back = await results(client, 32);
  return [back[2]?.picture ?? Buffer.alloc(0), back[18]?.picture ?? Buffer.alloc(0)];
}

/** Share of white pixels in the middle of the lower half, where the mouth is. */
async function whiteOfMouth(picture: Uint8Array): Promise<number> {
  const { width, height, rgb } = await pixels(picture);
  let white = 0;
  let all = 0;
  for (let row = Math.floor(height * 0.63); row < height * 0.81; row++) {
    for (let column = Math.floor(width * 0.39); column < width * 0.61; column++, all++)
      if ((rgb[3 * (row * width + column)] ?? 0) > 200) white++;
  }
  return white / all;
}

describe.each(['echo', 'testcard', 'transform'])('with the renderer %s', (render) => {
  test('the mouth is open on a loud picture and shut on a silent one', async () => {
    await using mock = await startLipsync({ render });
    const [loud, silent] = await loudAndSilent(mock);
    expect(await whiteOfMouth(loud)).toBeGreaterThan(0.4);
    expect(await whiteOfMouth(silent)).toBeLessThan(0.05);
  });

  test('the same input gives the same bytes', async () => {
    const [one, other] = await Promise.all([
      startLipsync({ render }),
      startLipsync({ render, seed: 'another' }),
    ]);
    expect(await loudAndSilent(one)).toEqual(await loudAndSilent(other));
    await Promise.all([one.close(), other.close()]);
  });
});

test('the mouth opens further with each doubling of the loudness', async () => {
  await using mock = await startLipsync();
  await using client = await configured(mock);
  for (const peak of [0.05, 0.1, 0.2, 0.4, 0.8]) sendSound(client, tone(10_240, peak));
  await sendPictures(client, 80, await jpeg(450, 800));
  const back = await results(client, 80);
  const open = await Promise.all(
    [2, 18, 34, 50, 66].map((at) => whiteOfMouth(back[at]?.picture ?? Buffer.alloc(0))),
  );
  expect(open).toEqual([...open].sort((a, b) => a - b));
  expect(new Set(open).size).toBe(open.length);
});

test('pictures that wait for their chunk are charged with their pixels until they are answered', async () => {
  await using mock = await startLipsync();
  await using client = await configured(mock);
  const picture = await jpeg(450, 800);
  await sendPictures(client, 15, picture);
  await handled(client);
  expect(mock.world.text.held).toBeGreaterThan(15 * 450 * 800 * 3);
  await sendPictures(client, 1, picture);
  await results(client, 16);
  await handled(client);
  await until(() => expect(mock.world.text.held).toBeLessThan(450 * 800));
});

test('echo leaves the rest of the picture as it came', async () => {
  await using mock = await startLipsync();
  const [loud] = await loudAndSilent(mock);
  const { width, rgb } = await pixels(loud);
  const upperHalf = rgb.subarray(0, 3 * width * 400);
  expect(upperHalf.every((value) => Math.abs(value - GREY) < 8)).toBe(true);
});

test('the mark is grey, so that swapped colour channels do not matter', async () => {
  await using mock = await startLipsync({ render: 'transform' });
  const [loud] = await loudAndSilent(mock);
  const { rgb } = await pixels(loud);
  for (let at = 0; at < rgb.length; at += 3)
    if (Math.abs((rgb[at] ?? 0) - (rgb[at + 2] ?? 0)) > 6) throw new Error(`Pixel ${at / 3} is not grey.`);
});

test('with simulated media pictures come back byte for byte', async () => {
  await using mock = await startLipsync({ realtime: { media: 'simulated' } });
  await using client = await configured(mock);
  await sendPictures(client, 16);
  expect((await results(client, 16))[3]?.picture).toEqual(await jpeg());
});
