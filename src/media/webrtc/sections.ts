import type { MediaDescription, SessionDescription } from 'sdp-transform';
import { midOf, parseSdp, videoCodecsOf, type SdpEdit } from './sdp.js';

/** The port of a section whose transport is in its bundle (RFC 8843). Port 0 rejects a section for good. */
const DISCARD_PORT = 9;

/** Makes sections without a direction for media inactive: werift rejects them, so they could not be used again. */
export const keepSections: SdpEdit = (sdp) => {
  for (const section of sdp.media) if (section.port === 0) section.port = DISCARD_PORT;
  bundle(sdp, sdp.media);
};

/**
 * Makes unused sections of an offer readable for werift: those offered inactive, which it answers for a different ICE
 * session, and those without a codec that is carried here, such as AV1 alone, for which it refuses the whole offer.
 * `asOffered` writes the answer that they get.
 */
export const readUnused: SdpEdit = ({ media }) => {
  for (const section of media) {
    if (!isCarried(section)) giveCodec(section);
    else if (section.direction !== 'inactive') continue;
    section.direction = 'recvonly';
    for (const key of ['rids', 'simulcast', 'ssrcs', 'ssrcGroups'] as const) delete section[key];
  }
};

/**
 * Makes an answer's sections those of its offer. What was offered as inactive, or in codecs that are not carried, is
 * inactive; it is not rejected, for a client that fills the place of a rejected first section begins a new transport.
 * The bundle has only offered mids (RFC 9143, section 7.3.3).
 */
export const asOffered = (offerSdp: string): SdpEdit => {
  const offer = parseSdp(offerSdp);
  // The parser turns a single mid of digits into a number.
  const groups = (offer.groups ?? []).flatMap(({ type, mids }) => (type === 'BUNDLE' ? [String(mids)] : []));
  const bundled = new Set(groups.flatMap((mids) => mids.split(' ')));
  return (sdp) => {
    for (const section of sdp.media) {
      const mid = midOf(section) ?? '';
      const offered = offer.media.find((each) => midOf(each) === mid);
      if (offered && !isCarried(offered)) refuse(section, offered);
      if (offered?.direction === 'inactive') deactivate(section);
      section.port = offered?.port === 0 && !bundled.has(mid) ? 0 : DISCARD_PORT;
    }
    bundle(
      sdp,
      sdp.media.filter((section) => section.port !== 0 && bundled.has(midOf(section) ?? '')),
    );
  };
};

/** Makes the sections with these mids inactive. */
export const withInactive =
  (mids: ReadonlySet<string>): SdpEdit =>
  ({ media }) => {
    for (const section of media) if (mids.has(midOf(section) ?? '')) deactivate(section);
  };

function deactivate(section: MediaDescription): void {
  section.direction = 'inactive';
  delete section.ssrcs;
}

/** Answers that nothing is received, in the codecs of the offer. */
function refuse(section: MediaDescription, { payloads, rtp, fmtp }: MediaDescription): void {
  deactivate(section);
  section.rtp = rtp;
  section.fmtp = fmtp;
  if (payloads !== undefined) section.payloads = payloads;
  delete section.rtcpFb;
}

function bundle(sdp: SessionDescription, sections: readonly MediaDescription[]): void {
  const mids = sections.flatMap((section) => midOf(section) ?? []).join(' ');
  sdp.groups = [
    ...(sdp.groups ?? []).filter(({ type }) => type !== 'BUNDLE'),
    ...(mids === '' ? [] : [{ type: 'BUNDLE', mids }]),
  ];
}

function isCarried(section: MediaDescription): boolean {
  if (section.type === 'video') return videoCodecsOf(section).size > 0;
  return section.type !== 'audio' || section.rtp.some(({ codec }) => codec.toLowerCase() === 'opus');
}

/** Names the section's first payload type as a codec that is carried. */
function giveCodec(section: MediaDescription): void {
  const [payload = 0] = section.rtp.map((each) => each.payload);
  const isAudio = section.type === 'audio';
  section.payloads = `${payload}`;
  section.rtp = [
    isAudio ? { payload, codec: 'opus', rate: 48_000, encoding: 2 } : { payload, codec: 'VP8', rate: 90_000 },
  ];
  section.fmtp = [];
  delete section.rtcpFb;
}
