import type { RTCPeerConnection, RTCRtpTransceiver } from 'werift';
import type { ClientNetwork } from '../ice/media-network.js';
import { answerOffer, applyOffer } from '../webrtc/answer-offer.js';
import { createConnection, onLocalCandidate, type CandidateInit } from '../webrtc/connection.js';
import { offeredTracks, type OfferedTrack } from '../webrtc/offered-tracks.js';
import { registerSenders } from '../webrtc/register-senders.js';
import { RemoteCandidates } from '../webrtc/remote-candidates.js';
import { RtpInput, START_KILOBITS } from '../webrtc/rtp-input.js';
import { preferCodec, setMsids, withAdvertisedAddress, withStartBitrate } from '../webrtc/sdp-edits.js';
import { editSdp } from '../webrtc/sdp.js';
import type { AnswerSections } from './answer-sections.js';
import { DATA_CHANNELS, OutgoingData, type DataDelivery } from './outgoing-data.js';
import type { ClientTransportEvents } from './transport.js';

export interface PublisherEvents extends Pick<
  ClientTransportEvents,
  'connected' | 'preferredCodec' | 'offered' | 'tracks' | 'videoCodec' | 'video' | 'audio' | 'data'
> {
  candidate(candidate: CandidateInit): void;
}

/** The peer connection on which the client offers and we answer: it publishes there, and with V1 also receives. */
export class Publisher {
  readonly #connection: RTCPeerConnection;
  readonly #candidates: RemoteCandidates;
  readonly #inputs = new Map<RTCRtpTransceiver, RtpInput>();
  readonly #data = new OutgoingData();
  #offered: readonly OfferedTrack[] = [];
  /** Settles after the offers so far. */
  #answered: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    readonly network: ClientNetwork,
    readonly events: PublisherEvents,
    connects: boolean,
    /** What is sent in the sections in which the client receives; nothing by default. */
    readonly sections?: AnswerSections,
  ) {
    this.#connection = createConnection(network, connects);
    this.#candidates = new RemoteCandidates(this.#connection);
    onLocalCandidate(this.#connection, network, (candidate) => events.candidate(candidate));
    this.#connection.onRemoteTransceiverAdded.subscribe((transceiver) => this.#listen(transceiver));
    this.#connection.connectionStateChange.subscribe((state) => {
      if (state !== 'connected') return;
      for (const input of this.#inputs.values()) input.announceBandwidth();
      events.connected();
    });
    this.#connection.onDataChannel.subscribe((channel) => {
      const kind = DATA_CHANNELS.get(channel.label);
      if (!kind) return;
      this.#data.add(kind, channel);
      channel.onMessage.subscribe((message) => {
        if (typeof message !== 'string') events.data(message, kind === 'reliable');
      });
    });
  }

  /** Answers offers one after the other. */
  answer(sdp: string): Promise<string> {
    const answer = this.#answered.then(() => this.#answer(sdp));
    this.#answered = answer.catch(() => undefined);
    return answer;
  }

  async #answer(sdp: string): Promise<string> {
    if (this.#closed) throw new Error('Cannot answer the offer: the participant has left.');
    this.#offered = offeredTracks(sdp);
    const prefer = preferCodec((trackId) => this.events.preferredCodec(trackId));
    await applyOffer(this.#connection, sdp, prefer);
    const transceivers = this.#connection.getTransceivers();
    for (const transceiver of transceivers)
      if (transceiver.offerDirection === 'sendonly') transceiver.setDirection('sendonly');
    this.events.offered(this.#offered);
    this.sections?.assign(transceivers, this.#offered);
    registerSenders(this.#connection);
    await this.#candidates.flush();
    const answer = await answerOffer(this.#connection, sdp);
    this.events.tracks(this.#offered);
    return editSdp(
      answer,
      this.sections?.edit() ?? setMsids(new Map()),
      withStartBitrate(START_KILOBITS),
      withAdvertisedAddress(this.network),
    );
  }

  /** Sends over the channel that the client opened. */
  sendData(bytes: Buffer, delivery: DataDelivery): void {
    this.#data.send(bytes, delivery);
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
