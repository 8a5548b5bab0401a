import { SAMPLE_BYTES } from './sound-queue.js';

/** Pictures that share one piece of sound (facts: lipsync-and-avatar.md 1.6, from sidekick). */
export const CHUNK_PICTURES = 16;

/** What `config` sets. */
export interface LipsyncConfig {
  /** Pictures per second, as the client says. */
  readonly video_fps: number;
  /** Samples per second. */
  readonly audio_sample_rate: number;
}

/** Length of a chunk's sound: 16 / fps seconds, in whole samples. 20,480 bytes at 25 fps and 16 kHz. */
export const chunkBytes = ({ video_fps, audio_sample_rate }: LipsyncConfig): number =>
  Math.floor((CHUNK_PICTURES * audio_sample_rate) / video_fps) * SAMPLE_BYTES;

/** The part of a chunk's sound that lies under its picture number `index`, as samples. */
export function soundUnder(sound: Buffer, index: number): Int16Array {
  const samples = sound.length / SAMPLE_BYTES;
  const from = Math.floor((samples * index) / CHUNK_PICTURES);
  const until = Math.floor((samples * (index + 1)) / CHUNK_PICTURES);
  return Int16Array.from({ length: until - from }, (_, at) => sound.readInt16LE(SAMPLE_BYTES * (from + at)));
}
