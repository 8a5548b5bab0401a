/** Faults of a session's output, counted from the moment they are set. */
export interface MediaFaults {
  /** Video stands still: no video packet is sent; audio continues. */
  readonly frozen?: boolean;
  /** A black picture instead of the rendered one. */
  readonly black?: boolean;
  /** No video packet is sent after this many frames; audio continues. */
  readonly stopAfterFrames?: number;
  /** Neither video nor audio is sent after this many real milliseconds; 0 for at once. */
  readonly stopAfterMs?: number;
}

export const NO_FAULTS: MediaFaults = {};

/** Whether faults hold back a video packet, `frames` frames and `elapsedMs` after they were set. */
export function blocksVideo(faults: MediaFaults, frames: number, elapsedMs: number): boolean {
  return (
    faults.frozen === true ||
    (faults.stopAfterFrames !== undefined && frames >= faults.stopAfterFrames) ||
    (faults.stopAfterMs !== undefined && elapsedMs >= faults.stopAfterMs)
  );
}
