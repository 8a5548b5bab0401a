import {
  DataPacket,
  ParticipantInfo_State,
  TrackType,
  type AddTrackRequest,
  type DisconnectReason,
  type LeaveRequest_Action,
  type MuteTrackRequest,
  type ParticipantInfo,
  type SimulateScenario,
  type TrackInfo,
  type TrickleRequest,
} from '@livekit/protocol';
import type { VideoCodec } from '../live/media-types.js';
import type { MediaReceiver } from '../live/model-stream.js';
import type { OfferedTrack } from '../webrtc/offered-tracks.js';
import type { MediaKind, PublishedTrack } from './downlink.js';
import { createTransport } from './create-transport.js';
import { LocalTracks } from './local-tracks.js';
import { participantInfo } from './participant-info.js';
import type { ParticipantOptions } from './participant-options.js';
import { ReceivedTracks } from './received-tracks.js';
import type { ParticipantTrack } from './room-events.js';
import { readTrickle, SignalSender } from './signal-sender.js';
import type { SignalInput } from './signal-socket.js';
import type { Transport } from './transport.js';

/** One client in a room: its signalling, its transport and its tracks. */
export class Participant implements MediaReceiver {
  readonly sid: string;
  readonly identity: string;
  readonly signal = new SignalSender();
  readonly #tracks: LocalTracks;
  readonly #received = new ReceivedTracks();
  readonly #transport: Transport;
  /** Sids of the model's tracks, whose output this participant receives. */
  #modelTracks: Partial<Record<MediaKind, string>> = {};

  constructor(readonly options: ParticipantOptions) {
    this.sid = options.sid;
    this.identity = options.grants.identity;
    this.#tracks = new LocalTracks(options.ids);
    this.#transport = this.#createTransport();
  }

  get codecs(): readonly VideoCodec[] | undefined {
    const sid = this.#modelTracks.video;
    return sid === undefined ? undefined : this.#transport.codecsOf(sid);
  }

  /** As participants see it. Others do not get its tracks: only the model's output is passed on. */
  info(state = ParticipantInfo_State.ACTIVE, withTracks = false): ParticipantInfo {
    const { infos } = this.#tracks;
    return participantInfo({
      sid: this.sid,
      grants: this.options.grants,
      state,
      tracks: withTracks ? infos : [],
      isPublisher: infos.length > 0,
    });
  }

  /** Starts to receive, with the tracks that the model publishes already. */
  async start(tracks: readonly PublishedTrack[]): Promise<void> {
    for (const track of tracks) this.#receive(track);
    await this.#transport.start(this.options.offer);
  }

  /** Sends a new track of the model to the client, if its token permits that. */
  async receiveTrack(track: PublishedTrack): Promise<void> {
    if (!this.options.grants.canSubscribe) return;
    this.#receive(track);
    await this.#transport.negotiate();
  }

  video(packet: Parameters<MediaReceiver['video']>[0]): void {
    const sid = this.#modelTracks.video;
    if (sid !== undefined && this.#received.isEnabled(sid)) this.#transport.sendVideo(sid, packet);
  }

  audio(packet: Parameters<MediaReceiver['audio']>[0]): void {
    const sid = this.#modelTracks.audio;
    if (sid !== undefined && this.#received.isEnabled(sid)) this.#transport.sendAudio(sid, packet);
  }

  sendData(packet: DataPacket, reliable: boolean): void {
    this.#transport.sendData(Buffer.from(packet.toBinary()), reliable);
  }

  leave(reason: DisconnectReason, action: LeaveRequest_Action): void {
    this.signal.socket?.leave(reason, action);
  }

  async handle(message: SignalInput): Promise<void> {
    switch (message.case) {
      case 'addTrack':
        return this.#addTrack(message.value);
      case 'offer':
        return this.#transport.receiveOffer(message.value);
      case 'answer':
        return this.#transport.receiveAnswer(message.value);
      case 'trickle':
        return this.#addCandidate(message.value);
      case 'mute':
        return this.#mute(message.value);
      case 'subscription':
        return this.#enable(message.value.trackSids, message.value.subscribe);
      case 'trackSetting':
        return this.#enable(message.value.trackSids, !message.value.disabled);
      case 'ping':
        return this.options.answersPings ? this.signal.pong() : undefined;
      case 'pingReq':
        return this.options.answersPings ? this.signal.pongResponse(message.value.timestamp) : undefined;
      case 'leave':
        return this.options.events.left();
      case 'simulate':
        return this.#simulate(message.value);
      default:
        // syncState, subscriptionPermission, updateLayers and newer messages: nothing here depends on them.
        return;
    }
  }

  async close(): Promise<void> {
    await this.#transport.close();
  }

  #createTransport(): Transport {
    const { dialect, ice, connects, events } = this.options;
    return createTransport(dialect, {
      ice,
      connects,
      signal: this.signal,
      events: {
        connected: () => events.connected(),
        negotiated: () => events.codecsKnown(),
        keyFrameRequested: () => events.keyFrameRequested(),
        preferredCodec: (trackId) => this.#tracks.codecOf(trackId),
        tracks: (offered) => this.#unpublishMissing(offered),
        videoCodec: (_, codec, requestKeyFrame) => events.videoCodec(codec, requestKeyFrame),
        video: (_, packet) => events.video(packet),
        audio: (_, packet) => events.audio(packet),
        data: (bytes, reliable) => this.#receiveData(bytes, reliable),
      },
    });
  }

  #receive(track: PublishedTrack): void {
    if (track.publisherSid === this.options.inferenceSid)
      this.#modelTracks = { ...this.#modelTracks, [track.kind]: track.sid };
    this.#received.add(track, this.options.autoSubscribe);
    this.#transport.addTrack(track);
  }

  #enable(trackSids: readonly string[], enabled: boolean): void {
    this.#received.enable(trackSids, enabled);
    this.options.events.keyFrameRequested();
  }

  #addTrack(request: AddTrackRequest): void {
    if (!this.options.grants.canPublish) return;
    const info = this.#tracks.add(request);
    if (!info) return;
    this.signal.trackPublished(request.cid, info);
    this.options.events.published(info);
  }

  #unpublishMissing(offered: readonly OfferedTrack[]): void {
    for (const { sid, type } of this.#tracks.applyOffer(offered)) {
      this.signal.trackUnpublished(sid);
      this.options.events.unpublished(this.#describe(sid, type));
    }
  }

  #mute({ sid, muted }: MuteTrackRequest): void {
    const changed = this.#tracks.mute(sid, muted);
    if (!changed) return;
    this.signal.update([this.info(ParticipantInfo_State.ACTIVE, true)]);
    this.options.events.muted({ ...this.#describe(sid, changed.type), muted });
  }

  #describe(trackSid: string, type: TrackInfo['type']): ParticipantTrack {
    return { identity: this.identity, trackSid, kind: type === TrackType.AUDIO ? 'audio' : 'video' };
  }

  #receiveData(bytes: Buffer, reliable: boolean): void {
    if (!this.options.grants.canPublishData) return;
    let packet: DataPacket;
    try {
      packet = DataPacket.fromBinary(bytes);
    } catch {
      // Not a data packet, so it has no recipients.
      return;
    }
    this.options.events.data(packet, reliable);
  }

  async #addCandidate(trickle: TrickleRequest): Promise<void> {
    const candidate = readTrickle(trickle);
    if (candidate) await this.#transport.addCandidate(candidate, trickle.target);
  }

  #simulate({ scenario }: SimulateScenario): void {
    const { events } = this.options;
    if (scenario.case === 'nodeFailure') events.simulate('drop');
    if (scenario.case === 'serverLeave' || scenario.case === 'leaveRequestFullReconnect')
      events.simulate('full reconnect');
  }
}
