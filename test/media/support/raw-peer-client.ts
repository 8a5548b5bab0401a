import {
  MediaStreamTrack,
  RtpHeader,
  RtpPacket,
  RTCPeerConnection,
  useH264,
  useOPUS,
  useVP8,
  type RTCRtpTransceiver,
} from 'werift';
import { VP8_GREY } from '../../../src/media/codecs/flat-frames.js';
import { packetizeVp8 } from '../../../src/media/codecs/vp8-rtp.js';
import type { CandidateInit } from '../../../src/media/webrtc/connection.js';
import type { Peer } from '../../../src/media/webrtc/peer.js';

/** A generation A client: one peer connection, offer first. */
export class RawPeerClient implements AsyncDisposable {
  readonly connection = new RTCPeerConnection({
    codecs: { audio: [useOPUS()], video: [useVP8(), useH264()] },
    iceServers: [],
    iceUseIpv6: false,
    bundlePolicy: 'max-bundle',
    iceAdditionalHostAddresses: ['127.0.0.1'],
  });
  readonly received: {
    kind: string;
    payloadType: number;
    sequence: number;
    timestamp: number;
    ssrc: number;
    payload: Buffer;
  }[] = [];
  readonly candidates: CandidateInit[] = [];
  readonly #timers: NodeJS.Timeout[] = [];

  constructor() {
    this.connection.onIceCandidate.subscribe((candidate) => {
      if (candidate) this.candidates.push(candidate.toJSON() as CandidateInit);
    });
    this.connection.onRemoteTransceiverAdded.subscribe((transceiver) => this.#listen(transceiver));
  }

  /** Adds a section; one that sends video sends a VP8 key frame ten times a second. */
  add(
    kind: 'audio' | 'video',
    direction: 'sendrecv' | 'sendonly' | 'recvonly',
    picture = VP8_GREY,
  ): RTCRtpTransceiver {
    if (direction === 'recvonly') {
      const transceiver = this.connection.addTransceiver(kind, { direction });
      this.#listen(transceiver);
      return transceiver;
    }
    const track = new MediaStreamTrack({ kind });
    const transceiver = this.connection.addTransceiver(track, { direction });
    this.#listen(transceiver);
    const [payload = Buffer.alloc(1)] =
      kind === 'video' ? packetizeVp8(Buffer.from(picture, 'base64'), 1160) : [];
    let sequence = 65_530;
    const timer = setInterval(() => {
      const header = new RtpHeader({
        sequenceNumber: sequence++ & 0xffff,
        timestamp: sequence * 9000,
        marker: true,
        payloadType: 96,
      });
      track.writeRtp(new RtpPacket(header, payload));
    }, 100);
    this.#timers.push(timer);
    return transceiver;
  }

  async connect(peer: Peer): Promise<string> {
    await this.connection.setLocalDescription(await this.connection.createOffer());
    const answer = await peer.answer(this.connection.localDescription?.sdp ?? '');
    await this.connection.setRemoteDescription({ type: 'answer', sdp: answer });
    return answer;
  }

  count(kind: 'audio' | 'video'): number {
    return this.received.filter((packet) => packet.kind === kind).length;
  }

  async [Symbol.asyncDispose]() {
    this.#timers.forEach(clearInterval);
    await this.connection.close();
  }

  #listen(transceiver: RTCRtpTransceiver): void {
    transceiver.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(({ header, payload }) => {
        const { payloadType, sequenceNumber: sequence, timestamp, ssrc } = header;
        this.received.push({ kind: transceiver.kind, payloadType, sequence, timestamp, ssrc, payload });
      });
    });
  }
}
