import {
  DataPacket,
  ParticipantInfo,
  ParticipantInfo_Kind,
  ParticipantInfo_State,
  ParticipantPermission,
  ParticipantUpdate,
  Pong,
  SessionDescription,
  SignalTarget,
  TrackPublishedResponse,
  TrackType,
  TrackUnpublishedResponse,
  TrickleRequest,
  type AddTrackRequest,
  type DisconnectReason,
  type LeaveRequest_Action,
  type MuteTrackRequest,
  type TrackInfo,
} from '@livekit/protocol';
import { wallClock } from '../real-time.js';
import type { InputPacket, VideoCodec, VideoInputPacket } from '../live/media-types.js';
import type { MediaReceiver } from '../live/model-stream.js';
import type { CandidateInit, IceOptions } from '../webrtc/connection.js';
import type { OfferedTrack } from '../webrtc/sdp-edit.js';
import { LocalTracks } from './local-tracks.js';
import { Publisher } from './publisher.js';
import type { ParticipantTrack } from './room-events.js';
import type { SignalInput, SignalSocket } from './signal-socket.js';
import { Subscriber, type PublishedTrack } from './subscriber.js';
import type { Admission } from './tokens.js';

/** What a participant tells its room. */
export interface ParticipantEvents {
  connected(): void;
  published(track: TrackInfo): void;
  unpublished(track: ParticipantTrack): void;
  muted(track: ParticipantTrack & { muted: boolean }): void;
  videoCodec(codec: VideoCodec, requestKeyFrame: () => void): void;
  video(packet: VideoInputPacket): void;
  audio(packet: InputPacket): void;
  data(packet: DataPacket, reliable: boolean): void;
  keyFrameRequested(): void;
  codecsKnown(): void;
  left(): void;
  /** The client asks for one of LiveKit's own failure scenarios. */
  simulate(scenario: 'drop' | 'full reconnect'): void;
}

export interface ParticipantOptions {
  readonly sid: string;
  readonly admission: Admission;
  readonly ice: IceOptions;
  readonly connects: boolean;
  /** Sid of the participant whose tracks this one receives. */
  readonly inferenceSid: string;
  readonly ids: () => string;
  readonly autoSubscribe: boolean;
  readonly answersPings: boolean;
  readonly events: ParticipantEvents;
}

/** One client in a room: its two peer connections and its tracks. Its socket may change when it resumes. */
export class Participant implements MediaReceiver {
  readonly sid: string;
  readonly identity: string;
  readonly #tracks: LocalTracks;
  readonly #publisher: Publisher;
  readonly #subscriber: Subscriber;
  readonly #muted = new Set<string>();
  #socket: SignalSocket | undefined;
  #sink: Partial<Record<'audio' | 'video', string>> = {};

  constructor(readonly options: ParticipantOptions) {
    const { ice, connects, events } = options;
    this.sid = options.sid;
    this.identity = options.admission.identity;
    this.#tracks = new LocalTracks(options.ids);
    this.#publisher = new Publisher(
      ice,
      {
        candidate: (candidate) => this.#trickle(candidate, SignalTarget.PUBLISHER),
        videoCodec: (_, codec, requestKeyFrame) => events.videoCodec(codec, requestKeyFrame),
        video: (packet) => events.video(packet),
        audio: (_, packet) => events.audio(packet),
        data: (bytes, reliable) => this.#data(bytes, reliable),
        tracks: (offered) => this.#offered(offered),
      },
      connects,
    );
    this.#subscriber = new Subscriber(
      ice,
      options.inferenceSid,
      {
        offer: (sdp, id) =>
          this.#socket?.send({ case: 'offer', value: new SessionDescription({ type: 'offer', sdp, id }) }),
        candidate: (candidate) => this.#trickle(candidate, SignalTarget.SUBSCRIBER),
        connected: () => events.connected(),
        answered: () => events.codecsKnown(),
        keyFrameRequested: () => events.keyFrameRequested(),
      },
      connects,
    );
  }

  /** The socket in use; undefined while the client has none and may come back. */
  get socket(): SignalSocket | undefined {
    return this.#socket;
  }

  set socket(socket: SignalSocket | undefined) {
    this.#socket = socket;
  }

  get codecs(): readonly VideoCodec[] | undefined {
    return this.#subscriber.videoCodecs;
  }

  /** As others see it. Its tracks stay its own: only the model's output is handed on. */
  info(state = ParticipantInfo_State.ACTIVE, withTracks = false): ParticipantInfo {
    const { admission } = this.options;
    return new ParticipantInfo({
      sid: this.sid,
      identity: this.identity,
      name: admission.name,
      state,
      kind: ParticipantInfo_Kind.STANDARD,
      attributes: { ...admission.attributes },
      tracks: withTracks ? this.#tracks.infos : [],
      isPublisher: this.#tracks.infos.length > 0,
      permission: new ParticipantPermission({
        canPublish: admission.canPublish,
        canSubscribe: admission.canSubscribe,
        canPublishData: admission.canPublishData,
        hidden: admission.hidden,
      }),
    });
  }

  /** Begins to receive; `tracks` are those that the model publishes already. */
  async start(tracks: readonly PublishedTrack[]): Promise<void> {
    for (const track of tracks) this.#add(track);
    await this.#subscriber.negotiate();
  }

  /** Hands a new track of the model's over. */
  async receiveTrack(track: PublishedTrack): Promise<void> {
    if (!this.options.admission.canSubscribe) return;
    this.#add(track);
    await this.#subscriber.negotiate();
  }

  video(packet: Parameters<MediaReceiver['video']>[0]): void {
    if (this.#sink.video !== undefined && !this.#muted.has(this.#sink.video))
      this.#subscriber.sendVideo(packet);
  }

  audio(packet: Parameters<MediaReceiver['audio']>[0]): void {
    if (this.#sink.audio !== undefined && !this.#muted.has(this.#sink.audio))
      this.#subscriber.sendAudio(packet);
  }

  sendData(packet: DataPacket, reliable: boolean): void {
    this.#subscriber.sendData(Buffer.from(packet.toBinary()), reliable);
  }

  update(participants: ParticipantInfo[]): void {
    this.#socket?.send({ case: 'update', value: new ParticipantUpdate({ participants }) });
  }

  leave(reason: DisconnectReason, action: LeaveRequest_Action): void {
    this.#socket?.leave(reason, action);
  }

  async handle(message: SignalInput): Promise<void> {
    switch (message.case) {
      case 'addTrack':
        return this.#addTrack(message.value);
      case 'offer':
        return this.#answer(message.value);
      case 'answer':
        return this.#subscriber.answer(message.value.sdp, message.value.id);
      case 'trickle':
        return this.#remoteCandidate(message.value);
      case 'mute':
        return this.#mute(message.value);
      case 'subscription':
        return this.#wish(message.value.trackSids, message.value.subscribe);
      case 'trackSetting':
        return this.#wish(message.value.trackSids, !message.value.disabled);
      case 'ping':
        if (this.options.answersPings) this.#socket?.send({ case: 'pong', value: BigInt(wallClock()) });
        return;
      case 'pingReq': {
        const lastPingTimestamp = message.value.timestamp;
        const pong = new Pong({ lastPingTimestamp, timestamp: BigInt(wallClock()) });
        if (this.options.answersPings) this.#socket?.send({ case: 'pongResp', value: pong });
        return;
      }
      case 'leave':
        return this.options.events.left();
      case 'simulate':
        if (message.value.scenario.case === 'nodeFailure') this.options.events.simulate('drop');
        if (message.value.scenario.case === 'serverLeave') this.options.events.simulate('full reconnect');
        if (message.value.scenario.case === 'leaveRequestFullReconnect')
          this.options.events.simulate('full reconnect');
        return;
      default:
        // syncState, subscriptionPermission, updateLayers and what is newer: nothing here depends on them.
        return;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#publisher.close(), this.#subscriber.close()]);
  }

  /** Whether the client wants these of its tracks; others it cannot know of. */
  #wish(trackSids: readonly string[], wanted: boolean): void {
    for (const sid of Object.values(this.#sink).filter((own) => trackSids.includes(own))) {
      if (wanted) this.#muted.delete(sid);
      else this.#muted.add(sid);
    }
    this.options.events.keyFrameRequested();
  }

  #add(track: PublishedTrack): void {
    this.#sink = { ...this.#sink, [track.kind]: track.sid };
    if (!this.options.autoSubscribe) this.#muted.add(track.sid);
    this.#subscriber.addTrack(track);
  }

  #addTrack(request: AddTrackRequest): void {
    if (!this.options.admission.canPublish) return;
    const info = this.#tracks.add(request);
    if (!info) return;
    this.#socket?.send({
      case: 'trackPublished',
      value: new TrackPublishedResponse({ cid: request.cid, track: info }),
    });
    this.options.events.published(info);
  }

  async #answer({ sdp, id }: SessionDescription): Promise<void> {
    const answer = await this.#publisher.answer(sdp, (trackId) => this.#tracks.codecOf(trackId));
    // An answer whose id is not the offer's is ignored by the clients.
    this.#socket?.send({
      case: 'answer',
      value: new SessionDescription({ type: 'answer', sdp: answer, id }),
    });
  }

  #offered(offered: readonly OfferedTrack[]): void {
    for (const gone of this.#tracks.offered(offered)) {
      const value = new TrackUnpublishedResponse({ trackSid: gone.sid });
      this.#socket?.send({ case: 'trackUnpublished', value });
      this.options.events.unpublished(this.#describe(gone));
    }
  }

  #mute({ sid, muted }: MuteTrackRequest): void {
    const changed = this.#tracks.mute(sid, muted);
    if (!changed) return;
    this.update([this.info(ParticipantInfo_State.ACTIVE, true)]);
    this.options.events.muted({ ...this.#describe(changed), muted });
  }

  #describe(info: TrackInfo): ParticipantTrack {
    const kind = info.type === TrackType.AUDIO ? 'audio' : 'video';
    return { identity: this.identity, trackSid: info.sid, kind };
  }

  #data(bytes: Buffer, reliable: boolean): void {
    if (!this.options.admission.canPublishData) return;
    try {
      this.options.events.data(DataPacket.fromBinary(bytes), reliable);
    } catch {
      // Not a data packet: there is nobody it could be relayed to.
    }
  }

  #trickle(candidate: CandidateInit, target: SignalTarget): void {
    const candidateInit = JSON.stringify(candidate);
    this.#socket?.send({ case: 'trickle', value: new TrickleRequest({ candidateInit, target }) });
  }

  async #remoteCandidate({ candidateInit, target, final }: TrickleRequest): Promise<void> {
    const candidate = final ? undefined : readCandidate(candidateInit);
    if (!candidate) return;
    await (target === SignalTarget.PUBLISHER ? this.#publisher : this.#subscriber).addCandidate(candidate);
  }
}

function readCandidate(text: string): CandidateInit | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const isCandidate = typeof value === 'object' && value !== null && 'candidate' in value;
    return isCandidate && typeof value.candidate === 'string' ? (value as CandidateInit) : undefined;
  } catch {
    return undefined;
  }
}
