import type { CandidateInit } from './connection.js';

/** Characters of a candidate and of what locates it; ours. A browser's has about 150. */
const MAX_LENGTH = 1_024;

/**
 * The parts of a candidate that are used, because candidates wait for their description and are held till then.
 * @returns undefined when they are too long
 */
export function boundedCandidate({
  candidate,
  sdpMid,
  sdpMLineIndex,
  usernameFragment,
}: CandidateInit): CandidateInit | undefined {
  const length = [candidate, sdpMid, usernameFragment].reduce(
    (sum, part) => sum + (typeof part === 'string' ? part.length : 0),
    0,
  );
  if (length > MAX_LENGTH) return undefined;
  return {
    candidate,
    ...(typeof sdpMid === 'string' && { sdpMid }),
    ...(typeof sdpMLineIndex === 'number' && { sdpMLineIndex }),
    ...(typeof usernameFragment === 'string' && { usernameFragment }),
  };
}
