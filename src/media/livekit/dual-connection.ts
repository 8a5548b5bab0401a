import { SignalTarget, type SessionDescription } from '@livekit/protocol';
import type { OutputPacket, VideoCodec, VideoOutputPacket } from '../live/media-types.js';
import type { CandidateInit } from '../webrtc/connection.js';
import type { PublishedTrack } from './downlink.js';
import type { DataDelivery } from './outgoing-data.js';
import { Publisher } from './publisher.js';
import { Subscriber } from './subscriber.js';
import type { ClientTransport, TransportOptions } from './transport.js';

/** V0: the client offers on one peer connection to publish, we offer on another one to send. */
export class DualConnection implements ClientTransport {
  readonly #publisher: Publisher;
  readonly #subscriber: Subscriber;

  constructor(readonly options: TransportOptions) {
    const { network, connects, signal, events } = options;
    const trickle = (target: SignalTarget) => (candidate: CandidateInit) => signal.trickle(candidate, target);
    this.#publisher = new Publisher(
      network,
      { ...events, connected: () => undefined, candidate: trickle(SignalTarget.PUBLISHER) },
      connects,
    );
    this.#subscriber = new Subscriber(
      network,
      {
        offer: (sdp, id, midToTrackId) => signal.offer(sdp, id, midToTrackId),
        candidate: trickle(SignalTarget.SUBSCRIBER),
        connected: () => events.connected(),
        negotiated: () => events.negotiated(),
        keyFrameRequested: (trackSid) => events.keyFrameRequested(trackSid),
      },
      connects,
    );
  }

  start(): Promise<void> {
    return this.negotiate();
  }

  async receiveOffer({ sdp, id }: SessionDescription): Promise<void> {
    this.options.signal.answer(await this.#publisher.answer(sdp), id);
  }

  receiveAnswer({ sdp, id }: SessionDescription): Promise<void> {
    return this.#subscriber.answer(sdp, id);
  }

  addCandidate(candidate: CandidateInit, target: SignalTarget): Promise<void> {
    const peer = target === SignalTarget.PUBLISHER ? this.#publisher : this.#subscriber;
    return peer.addCandidate(candidate);
  }

  addTrack(track: PublishedTrack): void {
    this.#subscriber.addTrack(track);
  }

  removeTrack(trackSid: string): void {
    this.#subscriber.removeTrack(trackSid);
  }

  negotiate(): Promise<void> {
    return this.#subscriber.negotiate();
  }

  codecsOf(trackSid: string): readonly VideoCodec[] | undefined {
    return this.#subscriber.codecsOf(trackSid);
  }

  sendVideo(trackSid: string, packet: VideoOutputPacket): void {
    this.#subscriber.sendVideo(trackSid, packet);
  }

  sendAudio(trackSid: string, packet: OutputPacket): void {
    this.#subscriber.sendAudio(trackSid, packet);
  }

  sendData(bytes: Buffer, delivery: DataDelivery): void {
    this.#subscriber.sendData(bytes, delivery);
  }

  async close(): Promise<void> {
    await Promise.all([this.#publisher.close(), this.#subscriber.close()]);
  }
}
