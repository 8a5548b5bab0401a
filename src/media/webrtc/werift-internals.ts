/**
 * What `packet-path.ts` and `packet-sender.ts` read and write of werift that its declarations keep private, as it is in
 * werift 0.24.4 (read in its source). An update of werift has to be checked against this file; the tests of the tier
 * `media` fail where it no longer fits.
 */
import type { RTCDtlsTransport, RTCRtpCodecParameters, RTCRtpReceiver, RTCRtpSender } from 'werift';
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

interface IceInternals {
  /** Called with each socket before it is bound. */
  ensureProtocol(protocol: { readonly onDataReceived: { execute: (datagram: Buffer) => void } }): void;
  /** Whether a candidate pair is selected and its consent fresh. */
  canSendApplicationData(): boolean;
}

export const receiverInternals = (receiver: RTCRtpReceiver): ReceiverInternals =>
  receiver as unknown as ReceiverInternals;

export const senderInternals = (sender: RTCRtpSender): SenderInternals =>
  sender as unknown as SenderInternals;

export const iceInternals = ({ iceTransport }: RTCDtlsTransport): IceInternals =>
  iceTransport.connection as unknown as IceInternals;
