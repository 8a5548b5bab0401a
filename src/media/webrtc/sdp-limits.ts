/**
 * What an SDP may have; ours. Parsers take quadratic time for some lines, so a larger one is refused unread. The offer of
 * a browser with camera and microphone has about 10 kB, at most 160 lines a section.
 */
export const SDP_LIMITS = {
  /** Bytes of UTF-8. */
  bytes: 65_536,
  /** Media sections. */
  sections: 64,
  /** Lines of a media section, and of the part before the first one. */
  linesPerSection: 400,
} as const;

const NEWLINE = 10;
const RETURN = 13;

/**
 * Checks the size of an SDP without parsing it.
 * @throws Error that names the limit which the SDP exceeds
 */
export function checkSdpSize(sdp: string): void {
  const bytes = sdp.length > SDP_LIMITS.bytes ? sdp.length : Buffer.byteLength(sdp);
  if (bytes > SDP_LIMITS.bytes) refuse(`${bytes} bytes`, SDP_LIMITS.bytes);
  let sections = 0;
  let lines = 0;
  for (let at = 0; at < sdp.length; at = nextLine(sdp, at)) {
    if (sdp.startsWith('m=', at)) {
      lines = 0;
      if (++sections > SDP_LIMITS.sections) refuse('more media sections', SDP_LIMITS.sections);
    }
    if (++lines > SDP_LIMITS.linesPerSection) {
      const part = sections === 0 ? 'before its first media section' : `in media section ${sections}`;
      refuse(`more lines ${part}`, SDP_LIMITS.linesPerSection);
    }
  }
}

/** The parsers end a line at CR, LF, or both. */
function nextLine(sdp: string, from: number): number {
  let at = from;
  while (at < sdp.length && !isEnd(sdp.charCodeAt(at))) at++;
  return sdp.charCodeAt(at) === RETURN && sdp.charCodeAt(at + 1) === NEWLINE ? at + 2 : at + 1;
}

const isEnd = (code: number): boolean => code === NEWLINE || code === RETURN;

function refuse(found: string, limit: number): never {
  const has = found.startsWith('more')
    ? `${found} than the limit, ${limit}`
    : `${found}, the limit is ${limit}`;
  throw new Error(`Cannot read the SDP: it has ${has}.`);
}
