import type { RTCPeerConnection, RTCRtpTransceiver } from 'werift';
import type { InputPacket, VideoCodec, VideoInputPacket } from '../live/media-types.js';
import {
  createConnection,
  onLocalCandidate,
  type CandidateInit,
  type IceOptions,
} from '../webrtc/connection.js';
import { offeredTracks, type OfferedTrack } from '../webrtc/offered-tracks.js';
import { RemoteCandidates } from '../webrtc/remote-candidates.js';
import { RtpInput, START_KILOBITS } from '../webrtc/rtp-input.js';
import {
  keepBestLayer,
  preferCodec,
  withAdvertisedAddress,
  withoutTransportCc,
  withStartBitrate,
} from '../webrtc/sdp-edits.js';
import { editSdp } from '../webrtc/sdp.js';

export interface PublisherEvents {
  candidate(candidate: CandidateInit): void;
  /** A video track's first packet arrived, or its first in another codec. */
  videoCodec(trackId: string | undefined, codec: VideoCodec, requestKeyFrame: () => void): void;
  video(trackId: string | undefined, packet: VideoInputPacket): void;
  audio(trackId: string | undefined, packet: InputPacket): void;
  data(bytes: Buffer, reliable: boolean): void;
  /** The tracks of an offer, after each offer. */
  tracks(tracks: readonly OfferedTrack[]): void;
}

/** The peer connection over which a participant publishes: the client offers, we answer. */
export class Publisher {
  readonly #connection: RTCPeerConnection;
  readonly #candidates: RemoteCandidates;
  readonly #inputs = new Map<RTCRtpTransceiver, RtpInput>();
  #offered: readonly OfferedTrack[] = [];
  /** Settles after the offers so far. */
  #answered: Promise<unknown> = Promise.resolve();
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
      for (const input of this.#inputs.values()) input.announceBandwidth();
    });
    this.#connection.onDataChannel.subscribe((channel) => {
      channel.onMessage.subscribe((message) => {
        if (typeof message !== 'string') events.data(message, channel.label !== '_lossy');
      });
    });
  }

  /** Answers offers one after the other. `prefer` names the codec in which the client should send a track. */
  answer(sdp: string, prefer: (trackId: string | undefined) => VideoCodec | undefined): Promise<string> {
    const answer = this.#answered.then(() => this.#answer(sdp, prefer));
    this.#answered = answer.catch(() => undefined);
    return answer;
  }

  async #answer(
    sdp: string,
    prefer: (trackId: string | undefined) => VideoCodec | undefined,
  ): Promise<string> {
    if (this.#closed) throw new Error('Cannot answer the offer: the participant has left.');
    this.#offered = offeredTracks(sdp);
    const offer = editSdp(sdp, preferCodec(prefer), keepBestLayer, withoutTransportCc);
    await this.#connection.setRemoteDescription({ type: 'offer', sdp: offer });
    for (const transceiver of this.#connection.getTransceivers()) {
      // Rejecting a "recvonly" placeholder makes werift give port 0 to the section that carries the bundle.
      if (transceiver.offerDirection === 'sendonly') transceiver.setDirection('sendonly');
    }
    await this.#candidates.flush();
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    this.events.tracks(this.#offered);
    const answer = this.#connection.localDescription?.sdp ?? '';
    return editSdp(answer, withStartBitrate(START_KILOBITS), withAdvertisedAddress(this.ice));
  }

  addCandidate(candidate: CandidateInit): Promise<void> {
    return this.#candidates.add(candidate);
  }

  async close(): Promise<void> {
    this.#closed = true;
    // A connection that is closed while it answers would leak the sockets and timers that it opens after that.
    await this.#answered;
    for (const input of this.#inputs.values()) input.close();
    await this.#connection.close();
  }

  #listen(transceiver: RTCRtpTransceiver): void {
    const trackId = (): string | undefined =>
      this.#offered.find(({ mid }) => mid === transceiver.mid)?.trackId;
    const input = new RtpInput(transceiver, {
      codec: (codec) => this.events.videoCodec(trackId(), codec, () => input.requestKeyFrame()),
      video: (packet) => this.events.video(trackId(), packet),
      audio: (packet) => this.events.audio(trackId(), packet),
    });
    this.#inputs.set(transceiver, input);
  }
}
