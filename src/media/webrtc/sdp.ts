import { parse, write, type MediaDescription, type SessionDescription } from 'sdp-transform';
import { videoCodecOf, type VideoCodec } from '../live/media-types.js';

/** Changes a parsed SDP in place. */
export type SdpEdit = (sdp: SessionDescription) => void;

/** @throws Error when the SDP has a malformed media line */
export function parseSdp(sdp: string): SessionDescription {
  const parsed = parse(sdp);
  // The parser keeps an empty section for a media line that it cannot read.
  const malformed = parsed.media.findIndex(({ type }: Partial<MediaDescription>) => type === undefined);
  if (malformed >= 0) throw new Error(`Cannot read the SDP: media line ${malformed + 1} is malformed.`);
  return parsed;
}

/** Applies edits in their order. @throws Error when the SDP cannot be read */
export function editSdp(sdp: string, ...edits: readonly SdpEdit[]): string {
  const parsed = parseSdp(sdp);
  for (const edit of edits) edit(parsed);
  return write(parsed);
}

/** The `a=mid` of a section. The parser turns digits into a number, against its own type. */
export const midOf = ({ mid }: MediaDescription): string | undefined =>
  mid === undefined ? undefined : String(mid);

/** The track id in the section's `a=msid`. */
export const trackIdOf = ({ msid }: MediaDescription): string | undefined =>
  msid === undefined ? undefined : String(msid).split(' ')[1];

/** The video codecs of a section by payload type. */
export function videoCodecsOf({ rtp }: MediaDescription): Map<number, VideoCodec> {
  const codecs = new Map<number, VideoCodec>();
  for (const { payload, codec: name } of rtp) {
    const codec = videoCodecOf(name);
    if (codec) codecs.set(payload, codec);
  }
  return codecs;
}
