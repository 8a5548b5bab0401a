import type { RTCPeerConnection } from 'werift';
import type { OutputPacket, VideoCodec, VideoOutputPacket } from '../live/media-types.js';
import { assertSockets } from '../ice/guard-ice.js';
import type { ClientNetwork } from '../ice/media-network.js';
import {
  createConnection,
  offeredVideoCodecs,
  onLocalCandidate,
  type CandidateInit,
} from '../webrtc/connection.js';
import { registerSenders } from '../webrtc/register-senders.js';
import { RemoteCandidates } from '../webrtc/remote-candidates.js';
import { RtpOutput } from '../webrtc/rtp-output.js';
import { START_KILOBITS } from '../webrtc/rtp-input.js';
import { setMsids, withAdvertisedAddress, withStartBitrate } from '../webrtc/sdp-edits.js';
import { checkSdpSize } from '../webrtc/sdp-limits.js';
import { editSdp } from '../webrtc/sdp.js';
import { keepSections } from '../webrtc/sections.js';
import { msidOf, type Downlink, type MediaKind, type PublishedTrack } from './downlink.js';
import { OutgoingData, type DataDelivery } from './outgoing-data.js';

export interface SubscriberEvents {
  offer(sdp: string, id: number, midToTrackId: Record<string, string>): void;
  candidate(candidate: CandidateInit): void;
  connected(): void;
  /** The client answered, so codecs are agreed on. */
  negotiated(): void;
  keyFrameRequested(trackSid: string): void;
}

/** A media section that we offer. */
interface SendSection {
  readonly output: RtpOutput;
  /** The track that it carries, or carried last. */
  sid: string;
  msid: string;
}

/** Sections before those whose tracks have ended are used again; ours. */
const MAX_SECTIONS = 64;

type Negotiation = 'stable' | 'offered' | 'offered, offer again' | 'closed';

/** The peer connection over which a participant receives: we offer, the client answers. */
export class Subscriber implements Downlink {
  readonly #connection: RTCPeerConnection;
  readonly #candidates: RemoteCandidates;
  readonly #data = new OutgoingData();
  readonly #outputs = new Map<string, SendSection>();
  /** Sections whose tracks have ended. */
  readonly #ended: SendSection[] = [];
  #offerId = 0;
  #negotiation: Negotiation = 'stable';
  /** Settles after the offers so far. */
  #offered: Promise<unknown> = Promise.resolve();

  constructor(
    readonly network: ClientNetwork,
    readonly events: SubscriberEvents,
    connects: boolean,
  ) {
    this.#connection = createConnection(network, connects);
    this.#candidates = new RemoteCandidates(this.#connection);
    this.#data.add('reliable', this.#connection.createDataChannel('_reliable', { ordered: true }));
    const lossy = { ordered: false, maxRetransmits: 0 };
    this.#data.add('lossy', this.#connection.createDataChannel('_lossy', lossy));
    onLocalCandidate(this.#connection, network, (candidate) => events.candidate(candidate));
    this.#connection.connectionStateChange.subscribe((state) => {
      if (state === 'connected') events.connected();
    });
  }

  codecsOf(trackSid: string): readonly VideoCodec[] | undefined {
    return this.#negotiation === 'stable' ? this.#outputs.get(trackSid)?.output.codecs : undefined;
  }

  addTrack(track: PublishedTrack): void {
    const { kind, sid, codec } = track;
    const section = this.#endedSection(kind) ?? this.#addSection(kind);
    if (!section) return;
    if (kind === 'video') section.output.transceiver.codecs = offeredVideoCodecs(codec ?? 'h264');
    section.sid = sid;
    section.msid = msidOf(track);
    this.#outputs.set(sid, section);
  }

  /** A section to use again: one that no offer has had yet, or, where there are many, one that the client knows ended. */
  #endedSection(kind: MediaKind): SendSection | undefined {
    const isFull = this.#connection.getTransceivers().length >= MAX_SECTIONS;
    const at = this.#ended.findIndex(({ output: { transceiver } }) => {
      const { mid, currentDirection } = transceiver;
      return transceiver.kind === kind && (mid === null || (isFull && currentDirection === 'inactive'));
    });
    const [section] = at < 0 ? [] : this.#ended.splice(at, 1);
    section?.output.restart();
    section?.output.transceiver.setDirection('sendonly');
    return section;
  }

  /** @returns undefined where there are too many */
  #addSection(kind: MediaKind): SendSection | undefined {
    if (this.#connection.getTransceivers().length >= MAX_SECTIONS) return undefined;
    const transceiver = this.#connection.addTransceiver(kind, { direction: 'sendonly' });
    const output = new RtpOutput(transceiver, () => this.events.keyFrameRequested(section.sid));
    const section: SendSection = { output, sid: '', msid: '' };
    return section;
  }

  removeTrack(trackSid: string): void {
    const removed = this.#outputs.get(trackSid);
    this.#outputs.delete(trackSid);
    removed?.output.transceiver.setDirection('inactive');
    if (removed) this.#ended.push(removed);
  }

  /** Sends an offer; while an answer is awaited, another one follows it. @throws MediaPortError */
  negotiate(): Promise<void> {
    const offer = this.#negotiate();
    this.#offered = Promise.allSettled([this.#offered, offer]);
    return offer;
  }

  async #negotiate(): Promise<void> {
    if (this.#negotiation === 'closed') return;
    if (this.#negotiation !== 'stable') {
      this.#negotiation = 'offered, offer again';
      return;
    }
    this.#negotiation = 'offered';
    registerSenders(this.#connection);
    await this.#connection.setLocalDescription(await this.#connection.createOffer());
    assertSockets(this.#connection);
    const outputs = [...this.#outputs].map(([sid, { output, msid }]) => {
      const mid = output.transceiver.mid ?? '';
      return { sid, mid, msid };
    });
    const sdp = editSdp(
      this.#connection.localDescription?.sdp ?? '',
      setMsids(new Map(outputs.map(({ mid, msid }) => [mid, msid]))),
      keepSections,
      withStartBitrate(START_KILOBITS),
      withAdvertisedAddress(this.network),
    );
    const midToTrackId = Object.fromEntries(outputs.map(({ mid, sid }) => [mid, sid]));
    this.events.offer(sdp, ++this.#offerId, midToTrackId);
  }

  /**
   * Applies the client's answer; ignores one for an offer that was replaced since.
   * @throws Error when the SDP cannot be read
   */
  async answer(sdp: string, id: number): Promise<void> {
    if (this.#negotiation === 'stable' || this.#negotiation === 'closed') return;
    if (id !== 0 && id !== this.#offerId) return;
    checkSdpSize(sdp);
    await this.#connection.setRemoteDescription({ type: 'answer', sdp });
    await this.#candidates.flush();
    // Read anew: it may have changed while the answer was applied.
    const state = this.#negotiation as Negotiation;
    if (state === 'closed') return;
    this.#negotiation = 'stable';
    if (state === 'offered, offer again') await this.negotiate();
    else this.events.negotiated();
  }

  addCandidate(candidate: CandidateInit): Promise<void> {
    return this.#candidates.add(candidate);
  }

  sendVideo(trackSid: string, packet: VideoOutputPacket): void {
    this.#outputs.get(trackSid)?.output.send(packet, packet.codec);
  }

  sendAudio(trackSid: string, packet: OutputPacket): void {
    this.#outputs.get(trackSid)?.output.send(packet);
  }

  sendData(bytes: Buffer, delivery: DataDelivery): void {
    this.#data.send(bytes, delivery);
  }

  async close(): Promise<void> {
    this.#negotiation = 'closed';
    // A connection that is closed while it gathers would leak the sockets that it opens after that.
    await this.#offered;
    await this.#connection.close();
  }
}
