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
import { guardIce } from '../ice/guard-ice.js';
import { MediaNetwork, type ClientNetwork } from '../ice/media-network.js';
import { connectPromptly } from './connect-promptly.js';
import { shortenPacketPath } from './packet-path.js';
import { routeByMid } from './route-by-mid.js';
import { routeKeyFrameRequests } from './route-key-frame-requests.js';
import { useCounterMode } from './use-counter-mode.js';

/** A candidate in the JSON of the clients. */
export interface CandidateInit {
  readonly candidate: string;
  readonly sdpMid?: string | null;
  readonly sdpMLineIndex?: number | null;
  readonly usernameFragment?: string | null;
}

/** Codecs and payload types of our own offers. */
const OFFERED: Record<VideoCodec, () => RTCRtpCodecParameters> = {
  h264: () => useH264({ payloadType: 102 }),
  vp8: () => useVP8({ payloadType: 96 }),
  vp9: () => useVP9({ payloadType: 98, parameters: 'profile-id=0' }),
};

/** Codec parameters for our own offers, `first` in front. */
export function offeredVideoCodecs(first: VideoCodec): RTCRtpCodecParameters[] {
  const rest = (Object.keys(OFFERED) as VideoCodec[]).filter((codec) => codec !== first);
  return [first, ...rest].map((codec) => OFFERED[codec]());
}

/**
 * Creates a peer connection that works with browsers: no transport-wide congestion control (werift runs it only for an
 * SSRC in the SDP, which simulcast lacks, and then the browser's bandwidth estimate collapses), no ICE lite, one bundle,
 * loopback among the candidates, and packets only to where the network lets them go.
 *
 * With `connects: false` it gathers candidates but neither sends nor answers connectivity checks.
 */
export function createConnection(
  client: ClientNetwork = new MediaNetwork().of(),
  connects = true,
): RTCPeerConnection {
  const { boundTo, extraAddresses } = client.network;
  const connection = new RTCPeerConnection({
    codecs: { audio: [useOPUS({ payloadType: 111 })], video: offeredVideoCodecs('h264') },
    headerExtensions: { audio: [useSdesMid()], video: [useSdesMid(), useSdesRTPStreamId()] },
    iceServers: [],
    // The candidates are those of the interfaces, which a socket on loopback does not serve.
    iceUseIpv4: boundTo === undefined,
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
    iceAdditionalHostAddresses: [...extraAddresses],
    ...(connects ? {} : { iceFilterStunResponse: () => false, iceFilterCandidatePair: () => false }),
  });
  guardIce(connection, client);
  connectPromptly(connection);
  useCounterMode(connection);
  routeByMid(connection);
  shortenPacketPath(connection);
  routeKeyFrameRequests(connection);
  // werift would replace an inactive transceiver by the next one that is added, and lose its section.
  connection.onTransceiverAdded.subscribe((transceiver) => {
    transceiver.usedForSender = true;
  });
  return connection;
}

/** Calls `send` with each local candidate, under the advertised address. */
export function onLocalCandidate(
  connection: RTCPeerConnection,
  { advertisedAddress }: Pick<ClientNetwork, 'advertisedAddress'>,
  send: (candidate: CandidateInit) => void,
): void {
  connection.onIceCandidate.subscribe((candidate: RTCIceCandidate | undefined) => {
    if (!candidate) return;
    const { candidate: line, sdpMid, sdpMLineIndex } = candidate.toJSON();
    send({
      candidate: withAddress(line, advertisedAddress),
      sdpMid: sdpMid ?? null,
      sdpMLineIndex: sdpMLineIndex ?? null,
    });
  });
}

function withAddress(candidate: string, address: string | undefined): string {
  if (address === undefined) return candidate;
  const parts = candidate.split(' ');
  parts[4] = address;
  return parts.join(' ');
}
