import type { VideoCodec } from '../live/media-types.js';
import type { ClientNetwork } from '../ice/media-network.js';
import { midOf, trackIdOf, videoCodecsOf, type SdpEdit } from './sdp.js';

/**
 * Puts the preferred codec first in the video sections for which `prefer` names one: a browser sends in the first
 * codec of the answer.
 */
export const preferCodec =
  (prefer: (trackId: string | undefined) => VideoCodec | undefined): SdpEdit =>
  ({ media }) => {
    for (const section of media) {
      const preferred = section.type === 'video' ? prefer(trackIdOf(section)) : undefined;
      if (!preferred) continue;
      const codecs = videoCodecsOf(section);
      const preferredFirst = (a: number, b: number): number =>
        Number(codecs.get(b) === preferred) - Number(codecs.get(a) === preferred);
      const payloads = String(section.payloads ?? '').split(' ');
      section.payloads = payloads.sort((a, b) => preferredFirst(Number(a), Number(b))).join(' ');
      // werift goes by the order of the rtpmap lines, not by that of the media line.
      section.rtp.sort((a, b) => preferredFirst(a.payload, b.payload));
    }
  };

/** LiveKit's names for simulcast layers, best first. */
const LAYERS = ['f', 'h', 'q'];

/**
 * Leaves only the best simulcast layer in an offer, so the answer accepts that one. The browser then runs a single
 * encoder at full size, and no layer has to be switched.
 */
export const keepBestLayer: SdpEdit = ({ media }) => {
  for (const section of media) {
    const { simulcast, rids = [] } = section;
    if (simulcast?.dir1 !== 'send') continue;
    const offered = simulcast.list1.split(/[;,]/);
    const best = LAYERS.find((layer) => offered.includes(layer)) ?? offered.at(-1) ?? '';
    // The parser turns digits into a number.
    section.rids = rids.filter(({ id }) => String(id) === best);
    section.simulcast = { dir1: 'send', list1: best };
  }
};

/**
 * Removes transport-wide congestion control from an offer. werift would agree to it and then send no feedback for
 * simulcast, so the browser's bandwidth estimate would collapse. Without it the browser goes by our REMB.
 */
export const withoutTransportCc: SdpEdit = ({ media }) => {
  for (const section of media) {
    if (section.rtcpFb) section.rtcpFb = section.rtcpFb.filter(({ type }) => type !== 'transport-cc');
  }
};

/**
 * Makes the offerer start at this many kilobits a second. Browsers size their first frames by it, and a simulcast
 * sender that starts small stays small.
 */
export const withStartBitrate =
  (kilobits: number): SdpEdit =>
  ({ media }) => {
    const parameter = `x-google-start-bitrate=${kilobits}`;
    for (const section of media) {
      const codecs = videoCodecsOf(section);
      const missing = new Set(codecs.keys());
      for (const line of section.fmtp) {
        if (!codecs.has(line.payload)) continue;
        missing.delete(line.payload);
        const others = String(line.config).replace(/;?x-google-start-bitrate=\d+/, '');
        line.config = others === '' ? parameter : `${others};${parameter}`;
      }
      for (const payload of missing) section.fmtp.push({ payload, config: parameter });
    }
  };

/** Gives the sections with these mids their `a=msid`, and takes it from all others. */
export const setMsids =
  (msids: ReadonlyMap<string, string>): SdpEdit =>
  ({ media }) => {
    for (const section of media) {
      const msid = msids.get(midOf(section) ?? '');
      if (msid === undefined) delete section.msid;
      else section.msid = msid;
    }
  };

/** Puts the advertised address, if there is one, into the candidates. */
export const withAdvertisedAddress =
  ({ advertisedAddress }: Pick<ClientNetwork, 'advertisedAddress'>): SdpEdit =>
  ({ media }) => {
    if (advertisedAddress === undefined) return;
    for (const { candidates = [] } of media)
      for (const candidate of candidates) candidate.ip = advertisedAddress;
  };

/** Removes the candidates, which then follow one by one. */
export const withoutCandidates: SdpEdit = ({ media }) => {
  for (const section of media) {
    delete section.candidates;
    delete section.endOfCandidates;
  }
};
