import type { RTCPeerConnection, RTCRtpTransceiver } from 'werift';
import type { InputPacket, VideoCodec, VideoInputPacket } from '../live/media-types.js';
import {
  advertiseInSdp,
  createConnection,
  onLocalCandidate,
  type CandidateInit,
  type IceOptions,
} from '../webrtc/connection.js';
import { RtpInput, START_KILOBITS } from '../webrtc/rtp-input.js';
import { RemoteCandidates } from '../webrtc/remote-candidates.js';
import {
  keepBestLayer,
  offeredTracks,
  preferCodec,
  withoutTransportCc,
  withStartBitrate,
  type OfferedTrack,
} from '../webrtc/sdp-edit.js';

export interface PublisherEvents {
  candidate(candidate: CandidateInit): void;
  /** Packets of a video track begin, or go on in another codec. */
  videoCodec(trackId: string | undefined, codec: VideoCodec, requestKeyFrame: () => void): void;
  video(packet: VideoInputPacket): void;
  audio(trackId: string | undefined, packet: InputPacket): void;
  data(bytes: Buffer, reliable: boolean): void;
  /** The tracks an offer carries, after each offer. */
  tracks(tracks: readonly OfferedTrack[]): void;
}

/** The peer connection over which a participant publishes: the client offers, we answer. */
export class Publisher {
  readonly #connection: RTCPeerConnection;
  readonly #candidates: RemoteCandidates;
  readonly #inlets = new Map<RTCRtpTransceiver, RtpInput>();
  #offered: readonly OfferedTrack[] = [];
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    readonly ice: IceOptions,
    readonly events: PublisherEvents,
    connects: boolean,
  ) {
    this.#connection = createConnection(ice, connects);
    this.#candidates = new RemoteCandidates(this.#connection);
    onLocalCandidate(this.#connection, ice, (candidate) => events.candidate(candidate));
    this.#connection.onRemoteTransceiverAdded.subscribe((transceiver) => this.#listen(transceiver));
    this.#connection.connectionStateChange.subscribe((state) => {
      if (state !== 'connected') return;
      for (const inlet of this.#inlets.values()) inlet.announceBandwidth();
    });
    this.#connection.onDataChannel.subscribe((channel) => {
      channel.onMessage.subscribe((message) => {
        if (typeof message !== 'string') events.data(message, channel.label !== '_lossy');
      });
    });
  }

  /**
   * Answers an offer. `prefer` names the codec a track is to be sent in.
   * Offers are answered one after the other.
   */
  answer(sdp: string, prefer: (trackId: string | undefined) => VideoCodec | undefined): Promise<string> {
    const turn = this.#turn.then(() => this.#answer(sdp, prefer));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #answer(
    sdp: string,
    prefer: (trackId: string | undefined) => VideoCodec | undefined,
  ): Promise<string> {
    if (this.#closed) throw new Error('Cannot answer the offer: the participant has left.');
    this.#offered = offeredTracks(sdp);
    const offer = withoutTransportCc(keepBestLayer(preferCodec(sdp, prefer)));
    await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
    for (const transceiver of this.#connection.getTransceivers()) {
      // Refusing a placeholder ("recvonly") makes werift give it port 0, and with it the section the bundle hangs on.
      if (transceiver.offerDirection === 'sendonly') transceiver.setDirection('sendonly');
    }
    await this.#candidates.flush();
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    this.events.tracks(this.#offered);
    const answer = withStartBitrate(this.#connection.localDescription?.sdp ?? '', START_KILOBITS);
    return advertiseInSdp(answer, this.ice);
  }

  addCandidate(candidate: CandidateInit): Promise<void> {
    return this.#candidates.add(candidate);
  }

  async close(): Promise<void> {
    this.#closed = true;
    // A connection that is closed while it answers would keep what it opens after that: sockets and timers.
    await this.#turn;
    for (const inlet of this.#inlets.values()) inlet.close();
    await this.#connection.close();
  }

  #listen(transceiver: RTCRtpTransceiver): void {
    const trackId = (): string | undefined =>
      this.#offered.find(({ mid }) => mid === transceiver.mid)?.trackId;
    const inlet = new RtpInput(transceiver, {
      codec: (codec) => this.events.videoCodec(trackId(), codec, () => inlet.requestKeyFrame()),
      video: (packet) => this.events.video(packet),
      audio: (packet) => this.events.audio(trackId(), packet),
    });
    this.#inlets.set(transceiver, inlet);
  }
}
