import { ntpTime, RTP_EXTENSION_URI, StunProtocol, type RTCRtpSender } from 'werift';
import { internalsOf } from '../ice/werift-internals.js';
import type { OutputPacket } from '../live/media-types.js';
import { now } from '../real-time.js';
import { PacketSrtp } from './packet-srtp.js';
import { midExtension, writePacket } from './rtp-header.js';
import { senderInternals } from './werift-internals.js';

/** Packets that can be sent again: more than the largest frame has, a key frame of the test card. */
const HISTORY = 512;
/** Age of the pair of times in a sender report at most, in ms. */
const REPORT_TIME_MS = 100;

interface SentPacket {
  readonly ssrc: number;
  readonly sequence: number;
  readonly datagram: Buffer;
}

/**
 * Sends packets on werift's sender with its SSRC, sender reports and answers to NACKs, but writes and protects them
 * itself, in one buffer: see `packet-path.ts`. The header names the media section and nothing else.
 */
export class PacketSender {
  readonly #history: SentPacket[] = [];
  #extension: { readonly mid: string | undefined; readonly bytes: Buffer } | undefined;
  #reportedAt = -Infinity;

  constructor(readonly sender: RTCRtpSender) {
    sender.onGenericNack.subscribe(({ lost }) => {
      for (const sequence of lost) this.#sendAgain(sequence);
    });
  }

  send({ sequence, timestamp, marker, payload }: OutputPacket, payloadType: number): void {
    const { sender } = this;
    const { ssrc, dtlsTransport } = sender;
    const { srtp } = dtlsTransport;
    if (dtlsTransport.state !== 'connected' || !(srtp instanceof PacketSrtp)) return;
    const fields = { ssrc, payloadType, sequence, timestamp, marker };
    const datagram = writePacket(fields, this.#midExtension(), payload, srtp.tagLength);
    srtp.protect(datagram, datagram.length - payload.length - srtp.tagLength);
    this.#history[sequence % HISTORY] = { ssrc, sequence, datagram };
    this.#count(payload.length, timestamp);
    this.#transmit(datagram);
    if (!sender.rtcpRunning) void sender.runRtcp();
  }

  #sendAgain(sequence: number): void {
    const sent = this.#history[sequence % HISTORY];
    if (sent?.sequence === sequence && sent.ssrc === this.sender.ssrc) this.#transmit(sent.datagram);
  }

  #transmit(datagram: Buffer): void {
    const { dtlsTransport } = this.sender;
    const agent = dtlsTransport.iceTransport.connection;
    const pair = agent.nominated;
    if (!pair || !internalsOf(agent).canSendApplicationData()) return;
    const { protocol, remoteAddr } = pair;
    if (protocol instanceof StunProtocol) void protocol.transport.send(datagram, remoteAddr);
  }

  /** What werift's sender reports say. */
  #count(bytes: number, timestamp: number): void {
    const reports = senderInternals(this.sender);
    reports.packetCount = (reports.packetCount + 1) >>> 0;
    reports.octetCount += bytes;
    const at = now();
    if (at - this.#reportedAt < REPORT_TIME_MS) return;
    this.#reportedAt = at;
    reports.ntpTimestamp = ntpTime();
    reports.rtpTimestamp = timestamp;
  }

  #midExtension(): Buffer {
    const { mid, headerExtensions } = senderInternals(this.sender);
    if (!this.#extension || this.#extension.mid !== mid) {
      const id = headerExtensions.find(({ uri }) => uri === RTP_EXTENSION_URI.sdesMid)?.id;
      this.#extension = { mid, bytes: midExtension(id, mid) };
    }
    return this.#extension.bytes;
  }
}
