import { MediaStreamTrack, type RTCRtpTransceiver } from 'werift';
import type { StreamClient } from '../../unit/realtime/support/stream-client.js';
import { clientConnection, offerOf, sendEach100Ms } from './peer-connection.js';

/** A peer that sends, or only receives. Subclasses signal it. */
export abstract class PeerClient implements AsyncDisposable {
  readonly connection = clientConnection();
  readonly packets = { audio: 0, video: 0 };
  #stop: () => void = () => undefined;

  constructor(
    /** Sends video; a viewer does not. */
    readonly sends: boolean,
  ) {
    this.#add('video');
    this.#add('audio');
  }

  /** The offer's SDP. */
  protected offer(): Promise<string> {
    return offerOf(this.connection);
  }

  protected async take(answer: string): Promise<void> {
    await this.connection.setRemoteDescription({ type: 'answer', sdp: answer });
  }

  /** Stops sending, as a muted camera that sends no frames. */
  stopSending(): void {
    this.#stop();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop();
    await this.connection.close();
  }

  #add(kind: 'audio' | 'video'): void {
    const direction = this.sends && kind === 'video' ? 'sendrecv' : 'recvonly';
    const track = new MediaStreamTrack({ kind });
    const transceiver = this.connection.addTransceiver(direction === 'recvonly' ? kind : track, {
      direction,
    });
    this.#count(transceiver, kind);
    if (direction !== 'recvonly') this.#stop = sendEach100Ms(track);
  }

  #count(transceiver: RTCRtpTransceiver, kind: 'audio' | 'video'): void {
    transceiver.onTrack.subscribe((track) => {
      track.onReceiveRtp.subscribe(() => this.packets[kind]++);
    });
  }
}

/** The media of a client of direct WebRTC, signalled over its control socket. */
export class DirectClient extends PeerClient {
  #taken = 0;

  constructor(
    readonly socket: StreamClient,
    sends: boolean,
  ) {
    super(sends);
    this.connection.onIceCandidate.subscribe((candidate) => {
      socket.send({ type: 'ice-candidate', candidate: candidate?.toJSON() ?? null });
    });
  }

  /** Offers, applies the answer, then the candidates. Resolves once the answer is applied. */
  async connect(): Promise<void> {
    this.socket.send({ type: 'offer', sdp: await this.offer() });
    const { sdp } = await this.socket.next('answer');
    await this.take(String(sdp));
    this.socket.socket.on('message', () => this.#takeCandidates());
    this.#takeCandidates();
  }

  #takeCandidates(): void {
    const candidates = this.socket.of('ice-candidate');
    for (; this.#taken < candidates.length; this.#taken++) {
      const candidate = candidates[this.#taken]?.['candidate'];
      if (candidate) void this.connection.addIceCandidate(candidate);
    }
  }
}
