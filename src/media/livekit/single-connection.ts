import { SignalTarget, type SessionDescription } from '@livekit/protocol';
import type { OutputPacket, VideoCodec, VideoOutputPacket } from '../live/media-types.js';
import type { CandidateInit } from '../webrtc/connection.js';
import type { PublishedTrack } from './downlink.js';
import type { DataDelivery } from './outgoing-data.js';
import { Publisher } from './publisher.js';
import { ReceiveSections } from './receive-sections.js';
import type { ClientTransport, TransportOptions } from './transport.js';

/**
 * V1: one peer connection for both directions, on which only the client offers. A track for the client takes one of the
 * sections that its offer can receive on; `mediaSectionsRequirement` makes the client offer again, with more sections
 * where these are too few.
 */
export class SingleConnection implements ClientTransport {
  readonly #publisher: Publisher;
  readonly #sections: ReceiveSections;
  /** Offers that are being answered. */
  #answering = 0;

  constructor(readonly options: TransportOptions) {
    const { network, connects, signal, events } = options;
    this.#sections = new ReceiveSections((trackSid) => events.keyFrameRequested(trackSid));
    const candidate = (each: CandidateInit): void => signal.trickle(each, SignalTarget.PUBLISHER);
    this.#publisher = new Publisher(network, { ...events, candidate }, connects, this.#sections);
  }

  async start(offer: SessionDescription | undefined): Promise<void> {
    if (offer) await this.receiveOffer(offer);
  }

  async receiveOffer({ sdp, id }: SessionDescription): Promise<void> {
    const { signal, events } = this.options;
    this.#answering++;
    const answer = await this.#publisher.answer(sdp).finally(() => this.#answering--);
    signal.answer(answer, id, this.#sections.midToTrackId);
    events.negotiated();
    await this.negotiate();
  }

  /** V1 clients get no offer, so an answer is for none. */
  receiveAnswer(): Promise<void> {
    return Promise.resolve();
  }

  addCandidate(candidate: CandidateInit): Promise<void> {
    return this.#publisher.addCandidate(candidate);
  }

  addTrack(track: PublishedTrack): void {
    this.#sections.add(track);
  }

  removeTrack(trackSid: string): void {
    this.#sections.remove(trackSid);
  }

  negotiate(): Promise<void> {
    // An answer takes the tracks that wait; `receiveOffer` asks for the sections that are missing then.
    if (this.#answering > 0) return Promise.resolve();
    const required = this.#sections.require();
    if (required) this.options.signal.requireSections(required.audio, required.video);
    return Promise.resolve();
  }

  codecsOf(trackSid: string): readonly VideoCodec[] | undefined {
    return this.#sections.outputOf(trackSid)?.codecs;
  }

  sendVideo(trackSid: string, packet: VideoOutputPacket): void {
    this.#sections.outputOf(trackSid)?.send(packet, packet.codec);
  }

  sendAudio(trackSid: string, packet: OutputPacket): void {
    this.#sections.outputOf(trackSid)?.send(packet);
  }

  sendData(bytes: Buffer, delivery: DataDelivery): void {
    this.#publisher.sendData(bytes, delivery);
  }

  close(): Promise<void> {
    return this.#publisher.close();
  }
}
