import type { RTCPeerConnection, RTCRtpTransceiver } from 'werift';
import type { MediaFaults } from '../live/media-faults.js';
import type { OutputPacket, VideoCodec, VideoOutputPacket } from '../live/media-types.js';
import { ModelStream, type MediaReceiver } from '../live/model-stream.js';
import { MediaNetwork, type ClientNetwork } from '../ice/media-network.js';
import { answerOffer, applyOffer } from './answer-offer.js';
import { checkOffer } from './check-offer.js';
import { createConnection, onLocalCandidate, type CandidateInit } from './connection.js';
import { LocalCandidates } from './local-candidates.js';
import { offeredTracks, type OfferedTrack } from './offered-tracks.js';
import type { Peer, PeerOptions } from './peer.js';
import { RemoteCandidates } from './remote-candidates.js';
import { PeerInputs } from './peer-inputs.js';
import { START_KILOBITS } from './rtp-input.js';
import { RtpOutput } from './rtp-output.js';
import { withAdvertisedAddress, withoutCandidates, withStartBitrate } from './sdp-edits.js';
import { editSdp } from './sdp.js';

/** Creates a peer that waits for its first offer. */
export function createPeer(options: PeerOptions): Peer {
  return new DirectPeer(options);
}

class DirectPeer implements Peer, MediaReceiver {
  readonly stream: ModelStream;
  readonly #network: ClientNetwork;
  readonly #connection: RTCPeerConnection;
  readonly #remoteCandidates: RemoteCandidates;
  readonly #localCandidates: LocalCandidates;
  readonly #inputs: PeerInputs;
  readonly #outputs = new Map<RTCRtpTransceiver, RtpOutput>();
  readonly #removeReceiver: () => void;
  /** Settles after the offers so far. */
  #answered: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(readonly options: PeerOptions) {
    const { events = {}, viewerOf } = options;
    this.#network = options.network ?? new MediaNetwork().of();
    this.stream = viewerOf?.stream ?? new ModelStream(options.renderer.create(options.output), events);
    this.#inputs = new PeerInputs(this.stream, (codec) => events.inputVideo?.({ codec }));
    this.#connection = createConnection(this.#network, options.iceNeverConnects !== true);
    this.#remoteCandidates = new RemoteCandidates(this.#connection);
    this.#localCandidates = new LocalCandidates((candidate) => {
      if (!this.#closed) events.candidate?.(candidate);
    }, options.candidatesInAnswer !== true);
    this.#removeReceiver = this.stream.addReceiver(this);
    onLocalCandidate(this.#connection, this.#network, (candidate) => this.#localCandidates.add(candidate));
    this.#connection.connectionStateChange.subscribe((state) => {
      if (state === 'connected') {
        this.#inputs.announceBandwidth();
        this.stream.start();
        this.stream.requestKeyFrame();
        events.connected?.();
      } else if (state === 'failed') {
        events.failed?.();
      }
    });
  }

  get codecs(): readonly VideoCodec[] | undefined {
    const video = [...this.#outputs.values()].find(({ transceiver }) => transceiver.kind === 'video');
    return video?.codecs;
  }

  get flowing(): boolean {
    return this.stream.flowing;
  }

  get stats(): Peer['stats'] {
    return {
      ...this.stream.counts,
      rendering: this.stream.renderer.status,
      connection: this.#connection.connectionState,
    };
  }

  answer(offerSdp: string): Promise<string> {
    const answer = this.#answered.then(() => this.#answer(offerSdp));
    this.#answered = answer.catch(() => undefined);
    return answer;
  }

  addCandidate(candidate: CandidateInit | null): Promise<void> {
    return this.#closed ? Promise.resolve() : this.#remoteCandidates.add(candidate);
  }

  setPrompt(text: string): void {
    this.stream.setPrompt(text);
  }

  setImage(bytes: Uint8Array | null): void {
    this.stream.setImage(bytes);
  }

  setPassthrough(on: boolean): void {
    this.stream.setPassthrough(on);
  }

  setHeld(held: boolean): void {
    this.stream.setHeld(held);
  }

  setFaults(faults: MediaFaults): void {
    this.stream.setFaults(faults);
  }

  video(packet: VideoOutputPacket): void {
    for (const [{ kind }, output] of this.#outputs) if (kind === 'video') output.send(packet, packet.codec);
  }

  audio(packet: OutputPacket): void {
    for (const [{ kind }, output] of this.#outputs) if (kind === 'audio') output.send(packet);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#removeReceiver();
    if (!this.options.viewerOf) this.stream.close();
    // A connection that is closed while it answers would leak the sockets and timers that it opens after that.
    await this.#answered;
    this.#inputs.close();
    await this.#connection.close();
  }

  async #answer(offerSdp: string): Promise<string> {
    checkOffer(offerSdp);
    const offered = offeredTracks(offerSdp);
    this.#localCandidates.hold();
    if (this.#closed) throw new Error('Cannot answer the offer: the peer is closed.');
    await applyOffer(this.#connection, offerSdp);
    for (const track of offered) this.#prepare(track);
    if (offered.some(({ kind, sends }) => kind === 'video' && sends)) this.options.events?.publishesVideo?.();
    await this.#remoteCandidates.flush();
    const answer = await answerOffer(this.#connection, offerSdp);
    this.stream.receiversChanged();
    if (!offered.some(({ sends }) => sends)) this.stream.startSilence();
    this.#localCandidates.release();
    const { candidatesInAnswer } = this.options;
    return editSdp(
      answer,
      withStartBitrate(START_KILOBITS),
      candidatesInAnswer === true ? withAdvertisedAddress(this.#network) : withoutCandidates,
    );
  }

  /** Sends where the client receives, and receives where it sends. */
  #prepare(track: OfferedTrack): void {
    const transceiver = this.#connection.getTransceivers().find(({ mid }) => mid === track.mid);
    if (!transceiver) return;
    if (track.receives) {
      transceiver.setDirection(track.sends ? 'sendrecv' : 'sendonly');
      // Clients take the stream from the track event, so both tracks must name the same one.
      transceiver.sender.streamIds = ['inference'];
      if (!this.#outputs.has(transceiver)) {
        this.#outputs.set(transceiver, new RtpOutput(transceiver, () => this.stream.requestKeyFrame()));
      }
    }
    if (!this.options.viewerOf) this.#inputs.offered(track, transceiver);
  }
}
