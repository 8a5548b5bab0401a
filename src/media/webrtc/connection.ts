import {
  RTCPeerConnection,
  useH264,
  useOPUS,
  useSdesMid,
  useSdesRTPStreamId,
  useVP8,
  useVP9,
  type RTCIceCandidate,
  type RTCRtpCodecParameters,
} from 'werift';
import type { VideoCodec } from '../live/media-types.js';
import type { IceOptions } from './ice-options.js';
import { mapCandidates } from './sdp-edit.js';

export type { IceOptions };

/** A candidate as the clients' JSON has it. */
export interface CandidateInit {
  readonly candidate: string;
  readonly sdpMid?: string | null;
  readonly sdpMLineIndex?: number | null;
  readonly usernameFragment?: string | null;
}

/** Payload types of what we offer ourselves. */
const OFFERED: Record<VideoCodec, () => RTCRtpCodecParameters> = {
  h264: () => useH264({ payloadType: 102 }),
  vp8: () => useVP8({ payloadType: 96 }),
  vp9: () => useVP9({ payloadType: 98, parameters: 'profile-id=0' }),
};

/** Codec parameters for an offer of ours, `first` in front. */
export function offeredVideoCodecs(first: VideoCodec): RTCRtpCodecParameters[] {
  const rest = (Object.keys(OFFERED) as VideoCodec[]).filter((codec) => codec !== first);
  return [first, ...rest].map((codec) => OFFERED[codec]());
}

/**
 * A peer connection set up the way that works with browsers: no transport-wide congestion control (werift runs it only
 * for an SSRC present in the SDP, which simulcast has none of, and the browser's estimate then collapses), no ICE lite,
 * one bundle, loopback bound.
 *
 * `connects: false` gives one that gathers candidates but never answers or sends a check.
 */
export function createConnection(ice: IceOptions, connects = true): RTCPeerConnection {
  const connection = new RTCPeerConnection({
    codecs: { audio: [useOPUS({ payloadType: 111 })], video: offeredVideoCodecs('h264') },
    headerExtensions: { audio: [useSdesMid()], video: [useSdesMid(), useSdesRTPStreamId()] },
    iceServers: [],
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
    iceAdditionalHostAddresses: [...(ice.extraAddresses ?? ['127.0.0.1'])],
    ...(ice.portRange ? { icePortRange: [ice.portRange[0], ice.portRange[1]] as [number, number] } : {}),
    ...(connects ? {} : { iceFilterStunResponse: () => false, iceFilterCandidatePair: () => false }),
  });
  // Without a STUN server in its settings werift asks Google's, and keeps the answer back until that has answered.
  connection.iceGatheringStateChange.subscribe(() => {
    for (const transport of connection.iceTransports) delete transport.connection.stunServer;
  });
  return connection;
}

/** The candidate as clients are to see it. */
export function advertise(candidate: string, ice: IceOptions): string {
  if (ice.advertisedAddress === undefined) return candidate;
  const parts = candidate.split(' ');
  parts[4] = ice.advertisedAddress;
  return parts.join(' ');
}

export const advertiseInSdp = (sdp: string, ice: IceOptions): string =>
  mapCandidates(sdp, (candidate) => advertise(candidate, ice));

/** Calls `send` with each local candidate. */
export function onLocalCandidate(
  connection: RTCPeerConnection,
  ice: IceOptions,
  send: (candidate: CandidateInit) => void,
): void {
  connection.onIceCandidate.subscribe((candidate: RTCIceCandidate | undefined) => {
    if (!candidate) return;
    const { candidate: line, sdpMid, sdpMLineIndex } = candidate.toJSON();
    send({
      candidate: advertise(line, ice),
      sdpMid: sdpMid ?? null,
      sdpMLineIndex: sdpMLineIndex ?? null,
    });
  });
}
