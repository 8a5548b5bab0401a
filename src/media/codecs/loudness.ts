/** Sound this far below full scale, and quieter, counts as silence. Eight steps of 6 dB each lie above it. */
const RANGE_DB = 48;

const FULL_SCALE = 32768;

/**
 * How loud 16-bit PCM is, from 0 (silence, or no samples) to 1 (full scale): its root mean square, in decibels.
 * Speech fills the range that way; in a linear scale it stays near 0.
 */
export function loudnessOf(pcm: Int16Array): number {
  let sum = 0;
  for (const sample of pcm) sum += sample * sample;
  if (sum === 0) return 0;
  const rms = Math.sqrt(sum / pcm.length) / FULL_SCALE;
  return Math.min(1, Math.max(0, 1 + (20 * Math.log10(rms)) / RANGE_DB));
}
