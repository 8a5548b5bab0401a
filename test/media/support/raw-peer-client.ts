import { MediaStreamTrack, type RTCRtpTransceiver } from 'werift';
import { VP8_GREY } from '../../../src/media/codecs/flat-frames.js';
import type { CandidateInit } from '../../../src/media/webrtc/connection.js';
import type { Peer } from '../../../src/media/webrtc/peer.js';
import { clientConnection, connectTo, sendEach100Ms } from './peer-connection.js';

/** A client of direct WebRTC without a control socket: it notes every packet. */
export class RawPeerClient implements AsyncDisposable {
  readonly connection = clientConnection();
  readonly received: {
    kind: string;
    payloadType: number;
    sequence: number;
    timestamp: number;
    ssrc: number;
    payload: Buffer;
  }[] = [];
  readonly candidates: CandidateInit[] = [];
  readonly #stops: (() => void)[] = [];

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
    // The numbers wrap around soon.
    this.#stops.push(sendEach100Ms(track, picture, 65_530));
    return transceiver;
  }

  connect(peer: Peer): Promise<string> {
    return connectTo(peer, this.connection);
  }

  count(kind: 'audio' | 'video'): number {
    return this.received.filter((packet) => packet.kind === kind).length;
  }

  async [Symbol.asyncDispose]() {
    for (const stop of this.#stops) stop();
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
