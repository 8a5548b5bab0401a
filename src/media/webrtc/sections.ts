import type { MediaDescription, SessionDescription } from 'sdp-transform';
import { midOf, parseSdp, type SdpEdit } from './sdp.js';

/** The port of a section whose transport is in its bundle (RFC 8843). Port 0 rejects a section for good. */
const DISCARD_PORT = 9;

/** Makes sections without a direction for media inactive: werift rejects them, so they could not be used again. */
export const keepSections: SdpEdit = (sdp) => {
  for (const section of sdp.media) if (section.port === 0) section.port = DISCARD_PORT;
  bundle(sdp, sdp.media);
};

/**
 * Makes an answer's sections those of its offer: what was offered and is not used is inactive, what was offered as
 * rejected stays rejected, and the bundle has only offered mids (RFC 9143, section 7.3.3).
 */
export const asOffered = (offerSdp: string): SdpEdit => {
  const offer = parseSdp(offerSdp);
  const offered = new Map(offer.media.map((section) => [midOf(section), section]));
  const bundled = new Set(
    (offer.groups ?? []).flatMap(({ type, mids }) => (type === 'BUNDLE' ? mids.split(' ') : [])),
  );
  return (sdp) => {
    for (const section of sdp.media) {
      const rejected = offered.get(midOf(section))?.port === 0 && !bundled.has(midOf(section) ?? '');
      section.port = rejected ? 0 : DISCARD_PORT;
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
