/** What goes wrong with a session's output, from the moment it is set. */
export interface MediaFaults {
  /** Video stands still: no video packet leaves any more, audio goes on. */
  readonly frozen?: boolean;
  /** A black picture instead of the rendered one. */
  readonly black?: boolean;
  /** No video packet leaves any more once this many frames have left; audio goes on. */
  readonly stopAfterFrames?: number;
  /** Neither video nor audio leaves any more, this many real milliseconds after it was set; 0 for at once. */
  readonly stopAfterMs?: number;
}

export const NO_FAULTS: MediaFaults = {};

/** Whether a video packet must not leave, `frames` frames and `elapsedMs` after the faults were set. */
export function withheld(faults: MediaFaults, frames: number, elapsedMs: number): boolean {
  return (
    faults.frozen === true ||
    (faults.stopAfterFrames !== undefined && frames >= faults.stopAfterFrames) ||
    (faults.stopAfterMs !== undefined && elapsedMs >= faults.stopAfterMs)
  );
}
