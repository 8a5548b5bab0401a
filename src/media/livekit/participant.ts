/** One file because every signal message of a client acts on the same transport, tracks and subscriptions. */
import {
  MuteTrackRequest,
  ParticipantInfo_State,
  RequestResponse_Reason,
  type AddTrackRequest,
  type DataPacket,
  type DisconnectReason,
  type LeaveRequest_Action,
  type ParticipantInfo,
  type ParticipantPermission,
  type RequestResponse,
  type TrackInfo,
  type TrickleRequest,
  type UpdateParticipantMetadata,
} from '@livekit/protocol';
import { withTrailer } from '../live/frame-trailer.js';
import type { OutputPacket, VideoCodec, VideoOutputPacket } from '../live/media-types.js';
import type { MediaReceiver } from '../live/model-stream.js';
import { wallClock } from '../real-time.js';
import { createTransport } from './create-transport.js';
import type { PublishedTrack } from './downlink.js';
import { LocalTracks } from './local-tracks.js';
import { participantInfo } from './participant-info.js';
import { participantMedia } from './participant-media.js';
import type { ParticipantOptions } from './participant-options.js';
import { ParticipantProfile, type ProfileUpdate } from './participant-profile.js';
import { refusedTrack } from './refused-track.js';
import { readTrickle, SignalSender } from './signal-sender.js';
import type { SignalInput } from './signal-socket.js';
import { permits, type TrackSubscriber } from './subscription-permission.js';
import { simulate } from './simulate.js';
import { Subscriptions } from './subscriptions.js';
import type { ClientTransport } from './transport.js';

/** One client in a room: its signalling, its transport, the tracks that it publishes and those it receives. */
export class Participant implements MediaReceiver {
  readonly sid: string;
  readonly signal = new SignalSender();
  readonly tracks: LocalTracks;
  readonly subscriptions: Subscriptions;
  /** Resolves once the peer connection over which it receives is connected. */
  readonly connected: Promise<void>;
  readonly #profile: ParticipantProfile;
  readonly #transport: ClientTransport;
  readonly #joinedAt = wallClock();
  /** Answers to its changes, which wait for the announcement of these. */
  readonly #answers: RequestResponse[] = [];
  #permits = permits(undefined);
  #version = 0;

  constructor(readonly options: ParticipantOptions) {
    this.sid = options.sid;
    this.tracks = new LocalTracks(options.ids, options.publishCodecs);
    this.#profile = new ParticipantProfile(options.grants);
    const { dialect, network, connects, events } = options;
    let resolveConnected = (): void => undefined;
    this.connected = new Promise((resolve) => (resolveConnected = resolve));
    this.#transport = createTransport(dialect, {
      network,
      connects,
      signal: this.signal,
      events: participantMedia({
        tracks: this.tracks,
        events: {
          ...events,
          connected: () => {
            resolveConnected();
            events.connected();
          },
        },
        canPublishData: () => this.#profile.grants.canPublishData,
        unpublish: (track) => this.#unpublish(track),
      }),
    });
    this.subscriptions = new Subscriptions(this.#transport, options.autoSubscribe);
  }

  get identity(): string {
    return this.options.grants.identity;
  }

  get hidden(): boolean {
    return this.#profile.grants.hidden;
  }

  get canSubscribe(): boolean {
    return this.#profile.grants.canSubscribe;
  }

  get codecs(): readonly VideoCodec[] | undefined {
    const sid = this.#modelTrack('video');
    return sid === undefined ? undefined : this.#transport.codecsOf(sid);
  }

  /** As participants see it. */
  info(state = ParticipantInfo_State.ACTIVE, disconnectReason?: DisconnectReason): ParticipantInfo {
    return participantInfo({
      sid: this.sid,
      grants: this.#profile.grants,
      state,
      tracks: this.tracks.live,
      isPublisher: this.tracks.all.length > 0,
      joinedAt: this.#joinedAt,
      version: this.#version++,
      disconnectReason,
    });
  }

  /** Whether it lets a participant receive one of its tracks. */
  permits(subscriber: TrackSubscriber, trackSid: string): boolean {
    return this.#permits(subscriber, trackSid);
  }

  /** Offers it a track, which it receives if it subscribes and its token permits that. `negotiate` follows. */
  offer(track: PublishedTrack, allowed = true): void {
    if (this.canSubscribe) this.subscriptions.offer(track, allowed);
  }

  /** Starts to receive, with the tracks that were offered so far. */
  async start(): Promise<void> {
    await this.#transport.start(this.options.offer);
  }

  /** Makes changes of what it receives known to it. */
  negotiate(): void {
    this.subscriptions.negotiate().catch(() => this.options.events.failed());
  }

  video(packet: VideoOutputPacket): void {
    const sid = this.#modelTrack('video');
    if (sid !== undefined) this.sendVideo(sid, this.#readsTrailers ? withTrailer(packet) : packet);
  }

  audio(packet: OutputPacket): void {
    const sid = this.#modelTrack('audio');
    if (sid !== undefined) this.sendAudio(sid, packet);
  }

  /** Sends a packet of a track that it subscribes to; drops any other. */
  sendVideo(trackSid: string, packet: VideoOutputPacket): void {
    if (this.subscriptions.sends(trackSid)) this.#transport.sendVideo(trackSid, packet);
  }

  sendAudio(trackSid: string, packet: OutputPacket): void {
    if (this.subscriptions.sends(trackSid)) this.#transport.sendAudio(trackSid, packet);
  }

  /** As in LiveKit, numbered packets of participants wait for a client that joins; an administrator's do not. */
  sendData(packet: DataPacket, reliable: boolean): void {
    const isKept = reliable && packet.participantSid !== '' && packet.sequence > 0;
    const delivery = isKept ? 'reliable, kept' : reliable ? 'reliable' : 'lossy';
    this.#transport.sendData(Buffer.from(packet.toBinary()), delivery);
  }

  leave(reason: DisconnectReason, action: LeaveRequest_Action): void {
    this.signal.socket?.leave(reason, action);
  }

  /** Changes what others see of it, for an administrator. @returns the limit that the change exceeds */
  update(update: ProfileUpdate): string | undefined {
    const exceeded = this.#profile.update(update);
    if (!exceeded) this.options.events.changed();
    return exceeded?.message;
  }

  /**
   * Sends the answers to its own changes. As in LiveKit it knows of a change before its answer: rtc-node sends its name
   * along with the next attributes, and would undo a change of the name that it does not know of.
   */
  announced(): void {
    for (const answer of this.#answers.splice(0)) this.signal.respond(answer);
  }

  /** Changes what it may do. Its tracks end when it may not publish any more. */
  permit(permission: ParticipantPermission): void {
    this.#profile.permit(permission);
    if (!permission.canPublish) {
      for (const track of this.tracks.all) {
        // As in LiveKit, only for tracks that the client did not unpublish itself.
        this.signal.trackUnpublished(track.sid);
        this.#unpublish(track);
      }
    }
    if (!permission.canSubscribe) {
      for (const { sid } of this.subscriptions.carried) this.subscriptions.withdraw(sid);
      this.negotiate();
    }
    this.options.events.changed();
  }

  /** Mutes a track for an administrator: the client mutes it as well. */
  muteTrack(trackSid: string, muted: boolean): TrackInfo | undefined {
    this.signal.mute(trackSid, muted);
    this.#mute(new MuteTrackRequest({ sid: trackSid, muted }));
    return this.tracks.bySid(trackSid);
  }

  /** `bytes`: the size of the message. */
  async handle(message: SignalInput, bytes: number): Promise<void> {
    switch (message.case) {
      case 'addTrack':
        return this.#addTrack(message.value, bytes);
      case 'offer':
        return this.#transport.receiveOffer(message.value);
      case 'answer':
        return this.#transport.receiveAnswer(message.value);
      case 'trickle':
        return this.#addCandidate(message.value);
      case 'mute':
        return this.#mute(message.value);
      case 'subscription': {
        const { trackSids, participantTracks, subscribe } = message.value;
        return this.subscribe(
          [...trackSids, ...participantTracks.flatMap((each) => each.trackSids)],
          subscribe,
        );
      }
      case 'trackSetting':
        return this.#setPaused(message.value.trackSids, message.value.disabled);
      case 'subscriptionPermission':
        this.#permits = permits(message.value);
        return this.options.events.permissionChanged();
      case 'updateMetadata':
        return this.#updateMetadata(message.value);
      case 'ping':
        return this.options.answersPings ? this.signal.pong() : undefined;
      case 'pingReq':
        return this.options.answersPings ? this.signal.pongResponse(message.value.timestamp) : undefined;
      case 'leave':
        return this.options.events.left();
      case 'simulate':
        return simulate(message.value, this.options.events);
      default:
        // syncState, updateLayers and newer messages: nothing here depends on them.
        return;
    }
  }

  /** Subscribes to tracks, or ends that. */
  subscribe(trackSids: readonly string[], on: boolean): void {
    this.subscriptions.subscribe(trackSids, on);
    this.negotiate();
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  /** No decoder accepts a trailer, so only a client that cuts it off gets one. */
  get #readsTrailers(): boolean {
    return this.options.frameTiming && (this.options.readsTrailers || this.tracks.haveTrailers);
  }

  /** Sid of the model's track that it receives. */
  #modelTrack(kind: PublishedTrack['kind']): string | undefined {
    return this.subscriptions.sidOf(this.options.inferenceSid, kind);
  }

  #setPaused(listed: readonly string[], paused: boolean): void {
    const trackSids = [...new Set(listed)];
    this.subscriptions.pause(trackSids, paused);
    if (!paused) for (const sid of trackSids) this.options.events.keyFrameRequested(sid);
  }

  #addTrack(request: AddTrackRequest, bytes: number): void {
    const info = this.#profile.grants.canPublish ? this.tracks.add(request, bytes) : undefined;
    if (!info) return this.signal.respond(refusedTrack(request, bytes, this.#profile.grants));
    this.signal.trackPublished(request.cid, info);
    this.options.events.published(info);
  }

  #unpublish(track: TrackInfo): void {
    this.tracks.remove(track.sid);
    this.options.events.unpublished(track);
  }

  #mute({ sid, muted }: MuteTrackRequest): void {
    const changed = this.tracks.mute(sid, muted);
    if (changed) this.options.events.muted(changed);
  }

  #updateMetadata(request: UpdateParticipantMetadata): void {
    const response = this.#profile.answer(request);
    this.#answers.push(response);
    if (response.reason === RequestResponse_Reason.OK) this.options.events.changed();
    else if (this.#answers.length === 1) this.announced();
  }

  async #addCandidate(trickle: TrickleRequest): Promise<void> {
    const candidate = readTrickle(trickle);
    if (candidate) await this.#transport.addCandidate(candidate, trickle.target);
  }
}
