import type { RTCDataChannel, RTCPeerConnection } from 'werift';
import type { OutputPacket, VideoCodec, VideoOutputPacket } from '../live/media-types.js';
import {
  advertiseInSdp,
  createConnection,
  offeredVideoCodecs,
  onLocalCandidate,
  type CandidateInit,
  type IceOptions,
} from '../webrtc/connection.js';
import { RtpOutput } from '../webrtc/rtp-output.js';
import { RemoteCandidates } from '../webrtc/remote-candidates.js';
import { setMsid } from '../webrtc/sdp-edit.js';

export interface SubscriberEvents {
  offer(sdp: string, id: number): void;
  candidate(candidate: CandidateInit): void;
  connected(): void;
  /** The client answered: codecs are agreed on. */
  answered(): void;
  keyFrameRequested(): void;
}

/** A track the inference participant publishes. */
export interface PublishedTrack {
  readonly kind: 'audio' | 'video';
  /** Begins with `TR`. */
  readonly sid: string;
  /** Offered in front. */
  readonly codec?: VideoCodec;
}

/** The peer connection over which a participant receives: we offer, the client answers. */
export class Subscriber {
  readonly #connection: RTCPeerConnection;
  readonly #candidates: RemoteCandidates;
  readonly #channels: Readonly<Record<'reliable' | 'lossy', RTCDataChannel>>;
  readonly #msids = new Map<RtpOutput, string>();
  #video: RtpOutput | undefined;
  #audio: RtpOutput | undefined;
  #offerId = 0;
  #negotiation: 'idle' | 'waiting' | 'waiting, then again' = 'idle';
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    readonly ice: IceOptions,
    /** Sid of the participant whose tracks these are. */
    readonly publisherSid: string,
    readonly events: SubscriberEvents,
    connects: boolean,
  ) {
    this.#connection = createConnection(ice, connects);
    this.#candidates = new RemoteCandidates(this.#connection);
    this.#channels = {
      reliable: this.#connection.createDataChannel('_reliable', { ordered: true }),
      lossy: this.#connection.createDataChannel('_lossy', { ordered: false, maxRetransmits: 0 }),
    };
    onLocalCandidate(this.#connection, ice, (candidate) => events.candidate(candidate));
    this.#connection.connectionStateChange.subscribe((state) => {
      if (state === 'connected') events.connected();
    });
  }

  /** Video codecs the client decodes; undefined before it said so. */
  get videoCodecs(): readonly VideoCodec[] | undefined {
    return this.#video && this.#negotiation === 'idle' ? this.#video.codecs : undefined;
  }

  /** Adds a track to the next offer. */
  addTrack(track: PublishedTrack): void {
    const transceiver = this.#connection.addTransceiver(track.kind, { direction: 'sendonly' });
    if (track.kind === 'video') transceiver.codecs = offeredVideoCodecs(track.codec ?? 'h264');
    const outlet = new RtpOutput(transceiver, () => this.events.keyFrameRequested());
    this.#msids.set(
      outlet,
      `${this.publisherSid}|${track.kind === 'video' ? 'camera' : 'microphone'} ${track.sid}`,
    );
    if (track.kind === 'video') this.#video = outlet;
    else this.#audio = outlet;
  }

  /** Sends an offer, or one more after the answer that is awaited. */
  negotiate(): Promise<void> {
    const turn = this.#negotiate();
    this.#turn = Promise.allSettled([this.#turn, turn]);
    return turn;
  }

  async #negotiate(): Promise<void> {
    if (this.#closed) return;
    if (this.#negotiation !== 'idle') {
      this.#negotiation = 'waiting, then again';
      return;
    }
    this.#negotiation = 'waiting';
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    let sdp = this.#connection.localDescription?.sdp ?? '';
    for (const [outlet, msid] of this.#msids) {
      if (outlet.transceiver.mid !== null) sdp = setMsid(sdp, outlet.transceiver.mid, msid);
    }
    this.events.offer(advertiseInSdp(sdp, this.ice), ++this.#offerId);
  }

  /** Takes the client's answer; one for an offer that was replaced since is ignored. */
  async answer(sdp: string, id: number): Promise<void> {
    if (this.#negotiation === 'idle' || (id !== 0 && id !== this.#offerId)) return;
    await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    await this.#candidates.flush();
    const again = this.#negotiation === 'waiting, then again';
    this.#negotiation = 'idle';
    if (again) await this.negotiate();
    else this.events.answered();
  }

  addCandidate(candidate: CandidateInit): Promise<void> {
    return this.#candidates.add(candidate);
  }

  sendVideo(packet: VideoOutputPacket): void {
    this.#video?.send(packet, packet.codec);
  }

  sendAudio(packet: OutputPacket): void {
    this.#audio?.send(packet);
  }

  sendData(bytes: Buffer, reliable: boolean): void {
    const channel = this.#channels[reliable ? 'reliable' : 'lossy'];
    if (channel.readyState === 'open') channel.send(bytes);
  }

  async close(): Promise<void> {
    this.#closed = true;
    // A connection that is closed while it gathers would keep the sockets that it opens after that.
    await this.#turn;
    await this.#connection.close();
  }
}
