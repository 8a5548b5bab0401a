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
 * Makes sections of an offer without a codec that is carried here, such as one of AV1 alone, inactive and readable for
 * werift, which would refuse the whole offer. `asOffered` rejects them.
 */
export const readUnknownCodecs: SdpEdit = ({ media }) => {
  for (const section of media) {
    if (isCarried(section)) continue;
    const [payload = 0] = section.rtp.map((each) => each.payload);
    section.payloads = `${payload}`;
    section.rtp = [
      section.type === 'audio'
        ? { payload, codec: 'opus', rate: 48_000, encoding: 2 }
        : { payload, codec: 'VP8', rate: 90_000 },
    ];
    section.fmtp = [];
    section.direction = 'inactive';
    for (const key of ['rtcpFb', 'rids', 'simulcast', 'ssrcs', 'ssrcGroups'] as const) delete section[key];
  }
};

/**
 * Makes an answer's sections those of its offer: what was offered and is not used is inactive, what was offered as
 * rejected or in codecs that are not carried is rejected, and the bundle has only offered mids (RFC 9143, section
 * 7.3.3).
 */
export const asOffered = (offerSdp: string): SdpEdit => {
  const offer = parseSdp(offerSdp);
  // The parser turns a single mid of digits into a number.
  const groups = (offer.groups ?? []).flatMap(({ type, mids }) => (type === 'BUNDLE' ? [String(mids)] : []));
  const bundled = new Set(groups.flatMap((mids) => mids.split(' ')));
  const isBundled = (section: MediaDescription): boolean => bundled.has(midOf(section) ?? '');
  const rejected = offer.media.filter(
    (section) => !isCarried(section) || (section.port === 0 && !isBundled(section)),
  );
  const rejectedMids = new Set(rejected.map(midOf));
  return (sdp) => {
    for (const section of sdp.media) section.port = rejectedMids.has(midOf(section)) ? 0 : DISCARD_PORT;
    bundle(
      sdp,
      sdp.media.filter((section) => section.port !== 0 && isBundled(section)),
    );
  };
};

/** Makes the sections with these mids inactive. */
export const withInactive =
  (mids: ReadonlySet<string>): SdpEdit =>
  ({ media }) => {
    for (const section of media) {
      if (!mids.has(midOf(section) ?? '')) continue;
      section.direction = 'inactive';
      delete section.ssrcs;
    }
  };

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
