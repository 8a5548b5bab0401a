import { SessionDescription, type RTCPeerConnection, type RTCRtpTransceiver } from 'werift';
import type { MediaFaults } from '../live/media-faults.js';
import type { OutputPacket, VideoCodec, VideoOutputPacket } from '../live/media-types.js';
import {
  ModelStream,
  type MediaCounts,
  type MediaReceiver,
  type ModelStreamEvents,
} from '../live/model-stream.js';
import type { OutputPreferences, RendererChoice, RenderStatus } from '../live/renderer.js';
import {
  advertiseInSdp,
  createConnection,
  onLocalCandidate,
  type CandidateInit,
  type IceOptions,
} from './connection.js';
import { RtpInput, START_KILOBITS } from './rtp-input.js';
import { RtpOutput } from './rtp-output.js';
import { RemoteCandidates } from './remote-candidates.js';
import {
  keepBestLayer,
  mapCandidates,
  offeredTracks,
  withoutTransportCc,
  withStartBitrate,
  type OfferedTrack,
} from './sdp-edit.js';

export interface PeerEvents extends ModelStreamEvents {
  /** A candidate of ours, only after the answer was handed out; never called with `candidatesInAnswer`. */
  candidate?(candidate: CandidateInit): void;
  connected?(): void;
  /** ICE or DTLS failed, or consent was lost. */
  failed?(): void;
  /** The first packet of the client's video, or the first in another codec. */
  inputVideo?(input: { codec: VideoCodec }): void;
}

export interface PeerOptions {
  readonly renderer: RendererChoice;
  readonly output?: OutputPreferences | undefined;
  readonly events?: PeerEvents;
  readonly ice?: IceOptions;
  /**
   * True: all candidates stand inside the answer and none is trickled, which the Python SDK needs (it drops trickled
   * ones). False, the default: the answer carries none and `events.candidate` gives them one by one.
   */
  readonly candidatesInAnswer?: boolean;
  /** Watch this peer's output instead of rendering one's own: a viewer. `renderer` is then not used. */
  readonly viewerOf?: Peer;
  /** ICE never connects. */
  readonly iceNeverConnects?: boolean;
}

/** A direct WebRTC session: the client offers, this answers, and the model's output goes back. */
export interface Peer {
  /** Answers an offer; a later one renegotiates or restarts ICE. @throws Error when the SDP cannot be read. */
  answer(offerSdp: string): Promise<string>;
  /** A candidate of the client's; may come before the offer it belongs to. `null` marks the last one. */
  addCandidate(candidate: CandidateInit | null): Promise<void>;
  setPrompt(text: string): void;
  setImage(bytes: Uint8Array | null): void;
  setPassthrough(on: boolean): void;
  setHeld(held: boolean): void;
  setFaults(faults: MediaFaults): void;
  readonly flowing: boolean;
  readonly stats: MediaCounts & { readonly rendering: RenderStatus; readonly connection: string };
  /** The output, for viewers. */
  readonly stream: ModelStream;
  close(): Promise<void>;
}

/** @throws Error for an SDP that no peer could answer */
export function checkOffer(offerSdp: string): void {
  if (offeredTracks(offerSdp).length === 0)
    throw new Error('Cannot answer the offer: it has no audio or video section.');
  SessionDescription.parse(asTaken(offerSdp));
}

/** An offer as the connection is given it. */
const asTaken = (offerSdp: string): string => withoutTransportCc(keepBestLayer(offerSdp));

/** A peer that waits for its first offer. */
export function createPeer(options: PeerOptions): Peer {
  return new DirectPeer(options);
}

class DirectPeer implements Peer, MediaReceiver {
  readonly stream: ModelStream;
  readonly #connection: RTCPeerConnection;
  readonly #candidates: RemoteCandidates;
  readonly #inlets = new Map<RTCRtpTransceiver, RtpInput>();
  readonly #outlets = new Map<RTCRtpTransceiver, RtpOutput>();
  readonly #removeReceiver: () => void;
  /** Candidates gathered before the answer was handed out. */
  #unsent: CandidateInit[] | undefined = [];
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(readonly options: PeerOptions) {
    const { events = {}, viewerOf, ice = {} } = options;
    this.stream = viewerOf?.stream ?? new ModelStream(options.renderer.create(options.output), events);
    this.#connection = createConnection(ice, options.iceNeverConnects !== true);
    this.#candidates = new RemoteCandidates(this.#connection);
    this.#removeReceiver = this.stream.addReceiver(this);
    onLocalCandidate(this.#connection, ice, (candidate) => {
      if (this.#unsent) this.#unsent.push(candidate);
      else if (options.candidatesInAnswer !== true) events.candidate?.(candidate);
    });
    this.#connection.connectionStateChange.subscribe((state) => {
      if (state === 'connected') {
        for (const inlet of this.#inlets.values()) inlet.announceBandwidth();
        this.stream.start();
        this.stream.requestKeyFrame();
        events.connected?.();
      } else if (state === 'failed') {
        events.failed?.();
      }
    });
  }

  get codecs(): readonly VideoCodec[] | undefined {
    const video = [...this.#outlets.values()].find(({ transceiver }) => transceiver.kind === 'video');
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
    const turn = this.#turn.then(() => this.#answer(offerSdp));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  addCandidate(candidate: CandidateInit | null): Promise<void> {
    return this.#closed ? Promise.resolve() : this.#candidates.add(candidate);
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
    for (const [{ kind }, outlet] of this.#outlets) if (kind === 'video') outlet.send(packet, packet.codec);
  }

  audio(packet: OutputPacket): void {
    for (const [{ kind }, outlet] of this.#outlets) if (kind === 'audio') outlet.send(packet);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#removeReceiver();
    if (!this.options.viewerOf) this.stream.close();
    // A connection that is closed while it answers would keep what it opens after that: sockets and timers.
    await this.#turn;
    for (const inlet of this.#inlets.values()) inlet.close();
    await this.#connection.close();
  }

  async #answer(offerSdp: string): Promise<string> {
    checkOffer(offerSdp);
    const offered = offeredTracks(offerSdp);
    this.#unsent ??= [];
    if (this.#closed) throw new Error('Cannot answer the offer: the peer is closed.');
    await this.#connection.setRemoteDescription({
      type: 'offer',
      sdp: asTaken(offerSdp),
    });
    for (const track of offered) this.#prepare(track);
    await this.#candidates.flush();
    await this.#connection.setLocalDescription(await this.#connection.createAnswer());
    this.stream.receiversChanged();
    if (!offered.some(({ sends }) => sends)) this.stream.startSilence();
    const sdp = withStartBitrate(this.#connection.localDescription?.sdp ?? '', START_KILOBITS);
    if (this.options.candidatesInAnswer === true) {
      this.#unsent = undefined;
      return advertiseInSdp(sdp, this.options.ice ?? {});
    }
    this.#sendCandidatesAfterAnswer();
    return mapCandidates(sdp, () => undefined).replace(/a=end-of-candidates\r\n/g, '');
  }

  /** Early SDKs cannot take a candidate before the answer: those gathered so far wait until it was handed out. */
  #sendCandidatesAfterAnswer(): void {
    const waiting = this.#unsent ?? [];
    this.#unsent = undefined;
    setImmediate(() => {
      if (this.#closed) return;
      for (const candidate of waiting) this.options.events?.candidate?.(candidate);
    });
  }

  /** Sends on what the client wants to receive, takes what it sends. */
  #prepare(track: OfferedTrack): void {
    const transceiver = this.#connection.getTransceivers().find(({ mid }) => mid === track.mid);
    if (!transceiver) return;
    if (track.receives) {
      transceiver.setDirection(track.sends ? 'sendrecv' : 'sendonly');
      // Clients take the stream from the track event: both tracks have to name the same one.
      transceiver.sender.streamIds = ['inference'];
      if (!this.#outlets.has(transceiver)) {
        this.#outlets.set(transceiver, new RtpOutput(transceiver, () => this.stream.requestKeyFrame()));
      }
    }
    if (track.sends && !this.options.viewerOf && !this.#inlets.has(transceiver)) this.#listen(transceiver);
  }

  #listen(transceiver: RTCRtpTransceiver): void {
    const inlet = new RtpInput(transceiver, {
      codec: (codec) => {
        this.stream.start();
        this.stream.setVideoInput({ codec, requestKeyFrame: () => inlet.requestKeyFrame() });
        this.options.events?.inputVideo?.({ codec });
      },
      video: (packet) => this.stream.pushVideo(packet),
      audio: (packet) => this.stream.pushAudio(packet),
    });
    this.#inlets.set(transceiver, inlet);
  }
}
