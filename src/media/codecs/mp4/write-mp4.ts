import { ascii, box, fullBox, u16, u32 } from './boxes.js';
import { tagBox } from './tags.js';

/** One picture; each NAL unit follows its length in four bytes. */
export interface Sample {
  data: Uint8Array;
  /** Whether it is a key frame. */
  key: boolean;
  /** In units of the clip's timescale. */
  duration: number;
}

export interface Clip {
  width: number;
  height: number;
  /** Units a second. */
  timescale: number;
  /** In decoding order, which is also the display order. */
  samples: readonly Sample[];
  /** AVCDecoderConfigurationRecord. */
  avcC: Uint8Array;
  tags: Readonly<Record<string, string>>;
}

const UNITY = u32(0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000);
/** The file has no dates, so that the same clip is the same bytes on every day. */
const NO_DATE = 0;

/** The decoder configuration for one sequence and one picture parameter set (NAL units). */
export function avcConfiguration(sequence: Uint8Array, picture: Uint8Array): Uint8Array {
  return Buffer.concat([
    Uint8Array.of(1, sequence[1] ?? 0, sequence[2] ?? 0, sequence[3] ?? 0, 0xff, 0xe1),
    u16(sequence.length),
    sequence,
    Uint8Array.of(1),
    u16(picture.length),
    picture,
  ]);
}

function sampleEntry(clip: Clip): Uint8Array {
  return box(
    'avc1',
    u16(0, 0, 0, 1),
    u32(0, 0, 0, 0),
    u16(clip.width, clip.height),
    u32(0x480000, 0x480000, 0), // 72 dots an inch
    u16(1),
    Buffer.alloc(32), // compressor's name
    u16(24, 0xffff),
    box('avcC', clip.avcC),
  );
}

/** Durations of the samples, run-length encoded. */
function timeTable(samples: readonly Sample[]): Uint8Array {
  const runs: [count: number, duration: number][] = [];
  for (const { duration } of samples) {
    const last = runs.at(-1);
    if (last?.[1] === duration) last[0]++;
    else runs.push([1, duration]);
  }
  return fullBox('stts', 0, u32(runs.length, ...runs.flat()));
}

function sampleTable(clip: Clip, dataOffset: number): Uint8Array {
  const { samples } = clip;
  const keys = samples.flatMap(({ key }, index) => (key ? [index + 1] : []));
  return box(
    'stbl',
    fullBox('stsd', 0, u32(1), sampleEntry(clip)),
    timeTable(samples),
    fullBox('stss', 0, u32(keys.length, ...keys)),
    fullBox('stsc', 0, u32(1, 1, samples.length, 1)), // all samples in one chunk
    fullBox('stsz', 0, u32(0, samples.length, ...samples.map(({ data }) => data.byteLength))),
    fullBox('stco', 0, u32(1, dataOffset)),
  );
}

function movie(clip: Clip, dataOffset: number): Uint8Array {
  const length = clip.samples.reduce((sum, { duration }) => sum + duration, 0);
  const track = box(
    'trak',
    fullBox(
      'tkhd',
      3, // enabled, in the movie
      u32(NO_DATE, NO_DATE, 1, 0, length, 0, 0),
      u16(0, 0, 0, 0),
      UNITY,
      u32(clip.width * 0x10000, clip.height * 0x10000),
    ),
    box(
      'mdia',
      fullBox('mdhd', 0, u32(NO_DATE, NO_DATE, clip.timescale, length), u16(0x55c4, 0)), // language: undetermined
      fullBox('hdlr', 0, u32(0), ascii('vide'), u32(0, 0, 0), ascii('video\0')),
      box(
        'minf',
        fullBox('vmhd', 1, u16(0, 0, 0, 0)),
        box('dinf', fullBox('dref', 0, u32(1), fullBox('url ', 1))),
        sampleTable(clip, dataOffset),
      ),
    ),
  );
  return box(
    'moov',
    fullBox(
      'mvhd',
      0,
      u32(NO_DATE, NO_DATE, clip.timescale, length, 0x10000),
      u16(0x100, 0),
      u32(0, 0),
      UNITY,
      u32(0, 0, 0, 0, 0, 0, 2), // id of the next track
    ),
    track,
    tagBox(clip.tags),
  );
}

/**
 * An MP4 of one H.264 track, as parts to be concatenated: `ftyp` and `moov`, then the media.
 *
 * Written by hand because the same job must give the same bytes; libraries stamp the host's time. See
 * docs/decisions/own-h264-and-mp4.md.
 */
export function writeMp4(clip: Clip): Uint8Array[] {
  const type = box('ftyp', ascii('isom'), u32(0x200), ascii('isomiso2avc1mp41'));
  const media = clip.samples.reduce((sum, { data }) => sum + data.byteLength, 0);
  // The value of the offset does not change the size of its table.
  const offset = type.byteLength + movie(clip, 0).byteLength + 8;
  const head = Buffer.concat([type, movie(clip, offset), u32(8 + media), ascii('mdat')]);
  return [head, ...clip.samples.map(({ data }) => data)];
}
