import { expect, test } from 'vitest';
import { EchoRenderer } from '../../src/media/live/echo.js';
import type { VideoInputPacket } from '../../src/media/live/media-types.js';
import { PacedRenderer } from '../../src/media/live/paced-renderer.js';
import type { RenderSink } from '../../src/media/live/renderer.js';

const packet = (sequence: number): VideoInputPacket => ({
  source: 'camera',
  sequence,
  timestamp: sequence * 3000,
  marker: true,
  codec: 'vp8',
  payload: Buffer.from([0x10, sequence]),
});

/** Resolves with the first `count` packets of picture and sound, and when the last of them came. */
function run(latencyMs: number, count: number) {
  const renderer = new PacedRenderer(new EchoRenderer(), { latencyMs, changeMs: 0 });
  const order: string[] = [];
  const done = new Promise<{ order: string[]; after: number }>((resolve) => {
    const began = performance.now();
    const note = (what: string): void => {
      order.push(what);
      if (order.length === count) resolve({ order, after: performance.now() - began });
    };
    const sink: Partial<RenderSink> = {
      forward: ({ sequence }) => note(`picture ${sequence}`),
      sound: ({ sequence }) => note(`sound ${sequence}`),
      status: () => undefined,
    };
    renderer.start(sink as RenderSink);
  });
  return { renderer, order, done };
}

test('pictures and sound come later, together and in order', async () => {
  const { renderer, order, done } = run(80, 4);
  renderer.push(packet(1));
  renderer.pushAudio(packet(1));
  renderer.push(packet(2));
  renderer.pushAudio(packet(2));
  expect(order).toEqual([]);
  const found = await done;
  expect(found.order).toEqual(['picture 1', 'sound 1', 'picture 2', 'sound 2']);
  expect(found.after).toBeGreaterThanOrEqual(75);
  renderer.close();
});

test('nothing comes after the close', async () => {
  const closed = run(1, 1);
  closed.renderer.push(packet(1));
  closed.renderer.close();
  const later = run(20, 1);
  later.renderer.push(packet(1));
  await later.done;
  expect(closed.order).toEqual([]);
});
