import { TIMESCALE } from './pack-clip.js';

/** How much of an upload is transformed. The rest is left out, and the result's note says so. */
export interface TransformLimits {
  /** From the first frame that is shown. */
  maxSeconds: number;
  maxFrames: number;
}

/** A packet in decoding order, in seconds. A time below 0 is before the start of the presentation. */
export interface PacketTimes {
  readonly timestamp: number;
  readonly duration: number;
}

/** Which frames of an upload are transformed, and when they are shown. */
export interface FrameTimes {
  /** Packets to decode from the start of the track. */
  readonly packets: number;
  /** Frames of those packets, in display order, that precede the first one to show. */
  readonly skipped: number;
  /** When each frame starts, in display order, and when the last one ends. In microseconds from the first one. */
  readonly edges: readonly number[];
  /** What the limit cuts: whole frames, or only the time of the last one. */
  readonly cut?: 'frames' | 'last frame';
}

/** Frames that a codec may show after one that it decodes later: the largest picture buffer of H.264 and H.265. */
const MAX_REORDERED = 16;

interface PacketSpan {
  /** Place in decoding order. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Chooses the frames that are shown before the limit. Edit lists put frames before the start that only help to decode,
 * and B-frames follow frames that are shown after them.
 *
 * @throws Error without any frame to show
 */
export async function chooseFrames(
  packets: AsyncIterable<PacketTimes>,
  { maxSeconds, maxFrames }: TransformLimits,
): Promise<FrameTimes> {
  const spans = await readSpans(packets, { maxSeconds, maxFrames });
  const first = Math.max(0, spans[0]?.start ?? 0);
  const limit = first + Math.round(maxSeconds * TIMESCALE);
  const end = spans.reduce((latest, span) => Math.max(latest, span.end), 0);
  const endOf = (place: number): number => spans[place + 1]?.start ?? end;

  const shown = spans.flatMap((span, place) => (endOf(place) > first ? [{ ...span, place }] : []));
  const kept = shown.filter(({ start }) => start < limit).slice(0, maxFrames);
  const [head, last] = [kept[0], kept.at(-1)];
  if (!head || !last) throw new Error('none of its frames can be decoded');
  const decoded = 1 + kept.reduce((latest, { index }) => Math.max(latest, index), 0);
  const starts = kept.map(({ start }) => Math.max(first, start) - first);
  const cut = kept.length < shown.length ? 'frames' : endOf(last.place) > limit ? 'last frame' : undefined;
  return {
    packets: decoded,
    skipped: spans.filter(({ index }, place) => place < head.place && index < decoded).length,
    edges: [...starts, Math.min(limit, endOf(last.place)) - first],
    ...(cut && { cut }),
  };
}

/** The packets in display order, up to where no later one can be shown before the limit. */
async function readSpans(
  packets: AsyncIterable<PacketTimes>,
  { maxSeconds, maxFrames }: TransformLimits,
): Promise<PacketSpan[]> {
  const spans: PacketSpan[] = [];
  let first = Infinity;
  let shown = 0;
  let beyond = 0;
  for await (const { timestamp, duration } of packets) {
    const start = Math.round(timestamp * TIMESCALE);
    const end = Math.max(start + 1, Math.round((timestamp + duration) * TIMESCALE));
    spans.push({ index: spans.length, start, end });
    first = Math.min(first, Math.max(0, start));
    if (start >= 0) shown++;
    if (start >= first + maxSeconds * TIMESCALE) beyond++;
    if (beyond > MAX_REORDERED || shown > maxFrames + MAX_REORDERED) break;
  }
  return spans.sort((a, b) => a.start - b.start);
}
