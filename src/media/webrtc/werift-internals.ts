/**
 * What this folder uses of connections, receivers and senders that werift's declarations keep private, as it is in werift
 * 0.24.4; for ICE agents see `../ice/werift-internals.ts`. `test/unit/media/werift-internals.test.ts` names what an update
 * lacks.
 */
import type {
  RTCDtlsTransport,
  RTCPeerConnection,
  RTCRtpCodecParameters,
  RTCRtpReceiver,
  RTCRtpSender,
  RtpRouter,
} from 'werift';
import type { ReceivedPacket } from './rtp-header.js';

interface ReceiverInternals {
  readonly codecs: Readonly<Record<number, RTCRtpCodecParameters | undefined>>;
  /** What receiver reports are made from, by SSRC. */
  readonly remoteStreams: Readonly<Record<number, { add(packet: ReceivedPacket): void } | undefined>>;
  /** Requests packets that are missing. */
  readonly nack: { addPacket(packet: ReceivedPacket): void };
}

interface SenderInternals {
  readonly mid: string | undefined;
  readonly headerExtensions: readonly { readonly id: number; readonly uri: string }[];
  /** What sender reports say. */
  packetCount: number;
  octetCount: number;
  ntpTimestamp: bigint;
  rtpTimestamp: number;
}

interface DtlsInternals {
  /** SRTP protection profiles, the preferred one first. All transports share one array. */
  srtpProfiles: readonly number[];
}

export const dtlsInternals = (transport: RTCDtlsTransport): DtlsInternals =>
  transport as unknown as DtlsInternals;

export const receiverInternals = (receiver: RTCRtpReceiver): ReceiverInternals =>
  receiver as unknown as ReceiverInternals;

export const senderInternals = (sender: RTCRtpSender): SenderInternals =>
  sender as unknown as SenderInternals;

/** The router of a connection's packets. */
export const routerOf = (connection: RTCPeerConnection): RtpRouter => connection['router'] as RtpRouter;

/** The role that the client's offer takes; undefined or `auto` leaves it to the answer. */
export const remoteRoleOf = (transport: RTCDtlsTransport): string | undefined =>
  (transport['remoteParameters'] as { readonly role: string } | undefined)?.role;
