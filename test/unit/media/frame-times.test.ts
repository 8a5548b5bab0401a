import { describe, expect, test } from 'vitest';
import {
  chooseFrames,
  type FrameTimes,
  type PacketTimes,
} from '../../../src/media/job-results/transform/frame-times.js';

async function* packetsOf(packets: readonly PacketTimes[]): AsyncGenerator<PacketTimes> {
  await Promise.resolve();
  yield* packets;
}

/** Places in display order, in the order of decoding: each group is one I or P frame and the B-frames before it. */
const reordered = (count: number, group: number): number[] =>
  Array.from({ length: count / group }, (_, at) => at * group).flatMap((from) => [
    from + group - 1,
    ...Array.from({ length: group - 1 }, (_, b) => from + b),
  ]);

const at25 = (places: readonly number[], offset = 0): PacketTimes[] =>
  places.map((place) => ({ timestamp: offset + place / 25, duration: 1 / 25 }));

const range = (count: number): number[] => Array.from({ length: count }, (_, place) => place);

const choose = (packets: PacketTimes[], maxSeconds = 5, maxFrames = 300): Promise<FrameTimes> =>
  chooseFrames(packetsOf(packets), { maxSeconds, maxFrames });

const lengthOf = ({ edges }: FrameTimes): [frames: number, seconds: number] => [
  edges.length - 1,
  (edges.at(-1) ?? 0) / 1e6,
];

describe('the frames that are transformed', () => {
  test('are all of an upload as long as the limit', async () => {
    const times = await choose(at25(range(125)));
    expect(lengthOf(times)).toEqual([125, 5]);
    expect(times.cut).toBeUndefined();
  });

  test.each([
    ['one that starts before it and lasts 20 s', [0, 20], 20, 1, 'frames'],
    ['one of 61 s', [0, 1, 2, 3, 4, 50], 11, 5, 'frames'],
    ['the only one', [0], 40, 1, 'last frame'],
    ['one that ends a frame later', [0, 4.9], 0.2, 2, 'last frame'],
  ])('end at the limit: %s', async (_, starts, last, frames, cut) => {
    const times = await choose(
      starts.map((timestamp, at) => ({
        timestamp,
        duration: (starts[at + 1] ?? timestamp + last) - timestamp,
      })),
    );
    expect(lengthOf(times)).toEqual([frames, 5]);
    expect(times.cut).toBe(cut);
  });

  test.each([2, 4, 8, 16])(
    'are all that are shown before the limit, with %i frames reordered',
    async (group) => {
      const order = reordered(400 - (400 % group), group);
      const times = await choose(at25(order));
      expect(lengthOf(times)).toEqual([125, 5]);
      expect(times.cut).toBe('frames');
      const decoded = order.slice(0, times.packets);
      expect(range(125).every((place) => decoded.includes(place))).toBe(true);
      expect(times.skipped).toBe(0);
    },
  );

  test('are the first in display order where their number is limited', async () => {
    const order = reordered(400, 4);
    // 100 frames in whole groups, then the frame that is shown last in its group, and two B-frames.
    const times = await choose(at25(order), 60, 102);
    expect(times).toMatchObject({ packets: 103, skipped: 0, cut: 'frames' });
    expect(lengthOf(times)).toEqual([102, 4.08]);
  });

  test('start with the presentation, and the limit counts from there', async () => {
    // Cut by an edit list at 1.5 s: 37 frames end before it, one is shown for its second half.
    const times = await choose(at25(reordered(200, 4), -1.5));
    expect(times.skipped).toBe(37);
    expect(times.edges.slice(0, 3)).toEqual([0, 20_000, 60_000]);
    expect(lengthOf(times)).toEqual([126, 5]);
  });

  test('are measured from the first where a track starts late', async () => {
    expect(lengthOf(await choose(at25(range(200), 1.4)))).toEqual([125, 5]);
    expect(lengthOf(await choose(at25(range(50), 95_443)))).toEqual([50, 2]);
  });

  test('are found without reading a long upload to its end', async () => {
    let read = 0;
    async function* endless(): AsyncGenerator<PacketTimes> {
      for (; ; read++) {
        await Promise.resolve();
        yield { timestamp: read / 25, duration: 1 / 25 };
      }
    }
    expect(lengthOf(await chooseFrames(endless(), { maxSeconds: 5, maxFrames: 300 }))).toEqual([125, 5]);
    expect(read).toBeLessThan(150);
    read = 0;
    expect(lengthOf(await chooseFrames(endless(), { maxSeconds: 60, maxFrames: 300 }))).toEqual([300, 12]);
    expect(read).toBeLessThan(325);
  });

  test('are an error where all end before the start of the presentation', async () => {
    await expect(choose(at25(range(10), -2))).rejects.toThrow('none of its frames');
    await expect(choose([])).rejects.toThrow('none of its frames');
  });
});
