import {
  DisconnectReason,
  JoinResponse,
  LeaveRequest_Action,
  type ParticipantInfo,
  ParticipantInfo_State,
  ReconnectResponse,
  Room as RoomInfo,
  ServerInfo,
  TrackType,
  type DataPacket,
} from '@livekit/protocol';
import type { WebSocket } from 'ws';
import { after, every, type StopTimer } from '../real-time.js';
import type { MediaFaults } from '../realtime-render/media-faults.js';
import type { VideoCodec } from '../realtime-render/media-types.js';
import { ModelStream, type MediaCounts } from '../realtime-render/model-stream.js';
import type { RendererChoice, RenderStatus } from '../realtime-render/renderer.js';
import type { IceOptions } from '../webrtc/connection.js';
import { inferenceInfo } from './inference-info.js';
import { misbehaveLater, misbehavesAtFirst, SERVER_ERROR } from './misbehave.js';
import { Participant, type ParticipantEvents } from './participant.js';
import type { LeaveReason, RoomEvents } from './room-events.js';
import type { SignalControl } from './signal-mode.js';
import { SignalSocket } from './signal-socket.js';
import type { PublishedTrack } from './subscriber.js';
import type { Admission } from './tokens.js';

/** What goes wrong in a room; can be changed at any time, what concerns a joining client at its next join. */
export interface RoomFaults extends MediaFaults {
  /** Clients that join from now on never get a peer connection up. */
  readonly iceNeverConnects?: boolean;
  /** Real milliseconds between the model's first frame and its video track being announced. */
  readonly videoTrackDelayMs?: number;
  /** The same for its audio track. */
  readonly audioTrackDelayMs?: number;
}

export interface RoomOptions {
  readonly name: string;
  readonly renderer: RendererChoice;
  readonly events: RoomEvents;
  readonly ids: () => string;
  readonly ice: IceOptions;
  readonly pingIntervalSeconds: number;
  readonly pingTimeoutSeconds: number;
  readonly resumeWindowMs: number;
  readonly publishCodecs?: readonly VideoCodec[] | undefined;
  readonly onClose: () => void;
}

export interface RoomStats extends MediaCounts {
  readonly participants: number;
  readonly flowing: boolean;
  readonly rendering: RenderStatus;
}

/** LiveKit's test server advertises these, so that a timeout test stays short. */
const SHORT_PING = { pingInterval: 1, pingTimeout: 3 };
const SERVER = new ServerInfo({ version: '1.9.0', protocol: 16, region: 'mock', nodeId: 'mock' });

const DISCONNECT_REASONS: Record<LeaveReason, DisconnectReason> = {
  'client left': DisconnectReason.CLIENT_INITIATED,
  'connection lost': DisconnectReason.CONNECTION_TIMEOUT,
  'duplicate identity': DisconnectReason.DUPLICATE_IDENTITY,
  removed: DisconnectReason.PARTICIPANT_REMOVED,
  'room closed': DisconnectReason.ROOM_DELETED,
};

/** One LiveKit room with one inference participant in it, whose tracks every subscriber receives. */
export class Room {
  readonly sid: string;
  /** Begins with `inference-server-`, which is what the SDKs look for. */
  readonly inferenceIdentity: string;
  readonly #inferenceSid: string;
  readonly #stream: ModelStream;
  readonly #participants = new Map<string, Participant>();
  readonly #removeReceiver = new Map<string, () => void>();
  readonly #resumeTimers = new Map<string, StopTimer>();
  readonly #stopWatch: StopTimer;
  readonly #published: Partial<Record<'audio' | 'video', PublishedTrack>> = {};
  readonly #announcing = new Set<'audio' | 'video'>();
  #faults: RoomFaults = {};
  #inputFrom: string | undefined;
  #closed = false;

  constructor(readonly options: RoomOptions) {
    const { events, ids } = options;
    this.sid = `RM_${ids()}`;
    this.#inferenceSid = `PA_${ids()}`;
    this.inferenceIdentity = `inference-server-${ids()}`;
    this.#stream = new ModelStream(options.renderer.create(), {
      firstMedia: () => {
        this.#announce('video');
        events.firstMedia?.();
      },
      mediaStopped: () => events.mediaStopped?.(),
      mediaResumed: () => events.mediaResumed?.(),
      rendering: (status) => events.rendering?.(status),
    });
    this.#stopWatch = every(1000, () => this.#checkPings());
  }

  get name(): string {
    return this.options.name;
  }

  /** Whether output frames left within the last second. */
  get flowing(): boolean {
    return this.#stream.flowing;
  }

  get stats(): RoomStats {
    return {
      ...this.#stream.counts,
      participants: this.#participants.size,
      flowing: this.#stream.flowing,
      rendering: this.#stream.renderer.status,
    };
  }

  setPrompt(text: string): void {
    this.#stream.setPrompt(text);
  }

  setImage(bytes: Uint8Array | null): void {
    this.#stream.setImage(bytes);
  }

  setPassthrough(on: boolean): void {
    this.#stream.setPassthrough(on);
  }

  /** While held, the model's output is dropped. */
  setHeld(held: boolean): void {
    this.#stream.setHeld(held);
  }

  setFaults(faults: RoomFaults): void {
    this.#faults = faults;
    this.#stream.setFaults(faults);
  }

  /** Takes in a client, or takes one back that lost its socket. `resumeSid`: the sid it says it had. */
  connect(
    socket: WebSocket,
    admission: Admission,
    control: SignalControl,
    query: { readonly resumeSid: string | undefined; readonly autoSubscribe: boolean },
  ): void {
    let owner: Participant | undefined;
    const signal: SignalSocket = new SignalSocket(socket, {
      message: (message) => {
        owner?.handle(message).catch(() => signal.close(SERVER_ERROR, 'the message could not be applied'));
      },
      closed: () => {
        if (owner) this.#socketClosed(owner, signal);
      },
    });
    if (misbehavesAtFirst(signal, control, query.resumeSid !== undefined)) return;
    const known = [...this.#participants.values()].find(({ sid }) => sid === query.resumeSid);
    if (query.resumeSid !== undefined) {
      if (known?.identity === admission.identity) owner = this.#resume(known, signal);
      else signal.leave(DisconnectReason.STATE_MISMATCH, LeaveRequest_Action.RECONNECT);
    } else {
      owner = this.#join(signal, admission, control, query.autoSubscribe);
    }
    if (owner) misbehaveLater(signal, control);
  }

  removeParticipant(identity: string): void {
    const participant = this.#participants.get(identity);
    if (participant) this.#remove(participant, 'removed');
  }

  /** Ends the room: every client is told and disconnected. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopWatch();
    this.options.onClose();
    const participants = [...this.#participants.values()];
    for (const participant of participants) this.#remove(participant, 'room closed');
    this.#stream.close();
    await Promise.all(participants.map((participant) => participant.close()));
  }

  #join(
    signal: SignalSocket,
    admission: Admission,
    control: SignalControl,
    autoSubscribe: boolean,
  ): Participant {
    const older = this.#participants.get(admission.identity);
    if (older) this.#remove(older, 'duplicate identity');
    const participant: Participant = new Participant({
      sid: `PA_${this.options.ids()}`,
      admission,
      ice: this.options.ice,
      connects: this.#faults.iceNeverConnects !== true,
      inferenceSid: this.#inferenceSid,
      ids: this.options.ids,
      autoSubscribe,
      answersPings: control.mode !== 'no_pong',
      events: this.#participantEvents(() => participant),
    });
    participant.socket = signal;
    const { pingIntervalSeconds, pingTimeoutSeconds } = this.options;
    const ping =
      control.mode === 'happy'
        ? { pingInterval: pingIntervalSeconds, pingTimeout: pingTimeoutSeconds }
        : SHORT_PING;
    const others = this.#visible(participant);
    signal.send({
      case: 'join',
      value: new JoinResponse({
        room: new RoomInfo({ sid: this.sid, name: this.name }),
        participant: participant.info(),
        otherParticipants: [this.#inference(), ...others.map((other) => other.info())],
        serverVersion: SERVER.version,
        serverInfo: SERVER,
        iceServers: [],
        subscriberPrimary: true,
        ...ping,
        enabledPublishCodecs: (this.options.publishCodecs ?? []).map((codec) => ({
          mime: `video/${codec.toUpperCase()}`,
        })),
      }),
    });
    this.#participants.set(participant.identity, participant);
    if (!admission.hidden) for (const other of others) other.update([participant.info()]);
    const tracks = admission.canSubscribe ? Object.values(this.#published) : [];
    this.#removeReceiver.set(participant.sid, this.#stream.addReceiver(participant));
    participant.start(tracks).catch(() => signal.close(SERVER_ERROR, 'the offer could not be made'));
    const { identity, sid } = participant;
    this.options.events.participantJoined?.({ identity, sid, canPublish: admission.canPublish });
    return participant;
  }

  #resume(participant: Participant, signal: SignalSocket): Participant {
    this.#resumeTimers.get(participant.sid)?.();
    this.#resumeTimers.delete(participant.sid);
    const previous = participant.socket;
    participant.socket = signal;
    previous?.drop();
    signal.send({ case: 'reconnect', value: new ReconnectResponse({ iceServers: [], serverInfo: SERVER }) });
    participant.update([this.#inference(), ...this.#visible(participant).map((other) => other.info())]);
    this.options.events.signalResumed?.({ identity: participant.identity });
    return participant;
  }

  #participantEvents(self: () => Participant): ParticipantEvents {
    const { events } = this.options;
    return {
      connected: () => {
        this.#stream.start();
        this.#stream.requestKeyFrame();
        events.participantConnected?.({ identity: self().identity, sid: self().sid });
      },
      published: ({ sid, type, width, height, muted }) => {
        const kind = type === TrackType.AUDIO ? 'audio' : 'video';
        events.trackPublished?.({ identity: self().identity, trackSid: sid, kind, width, height, muted });
      },
      unpublished: (track) => {
        if (track.kind === 'video' && this.#inputFrom === track.identity) this.#setInput(undefined);
        events.trackUnpublished?.(track);
      },
      muted: (track) => events.trackMuted?.(track),
      videoCodec: (codec, requestKeyFrame) => {
        this.#stream.start();
        this.#setInput({ from: self().identity, codec, requestKeyFrame });
        events.inputVideo?.({ identity: self().identity, codec });
      },
      video: (packet) => {
        if (this.#inputFrom === self().identity) this.#stream.pushVideo(packet);
      },
      audio: (packet) => {
        this.#announce('audio');
        this.#stream.pushAudio(packet);
      },
      data: (packet, reliable) => this.#relay(self(), packet, reliable),
      keyFrameRequested: () => this.#stream.requestKeyFrame(),
      codecsKnown: () => this.#stream.receiversChanged(),
      left: () => this.#remove(self(), 'client left'),
      simulate: (scenario) => {
        if (scenario === 'drop') self().socket?.drop();
        else self().leave(DisconnectReason.STATE_MISMATCH, LeaveRequest_Action.RECONNECT);
      },
    };
  }

  #setInput(input: { from: string; codec: VideoCodec; requestKeyFrame: () => void } | undefined): void {
    this.#inputFrom = input?.from;
    this.#stream.setVideoInput(input);
  }

  /** Publishes one of the model's tracks, once. */
  #announce(kind: 'audio' | 'video'): void {
    if (this.#announcing.has(kind)) return;
    this.#announcing.add(kind);
    const delay = kind === 'video' ? this.#faults.videoTrackDelayMs : this.#faults.audioTrackDelayMs;
    if (delay === undefined) this.#publish(kind);
    else after(delay, () => this.#publish(kind));
  }

  #publish(kind: 'audio' | 'video'): void {
    if (this.#closed) return;
    const codec = this.#stream.renderer.status.codec;
    const sid = `TR_${this.options.ids()}`;
    const track = { kind, sid, ...(kind === 'video' && codec ? { codec } : {}) };
    this.#published[kind] = track;
    for (const participant of this.#participants.values()) {
      participant.update([this.#inference()]);
      participant.receiveTrack(track).catch(() => this.#remove(participant, 'connection lost'));
    }
  }

  #inference(): ParticipantInfo {
    return inferenceInfo(this.#inferenceSid, this.inferenceIdentity, Object.values(this.#published));
  }

  /** Relays to everybody it is meant for but the sender. */
  #relay(from: Participant, packet: DataPacket, reliable: boolean): void {
    packet.participantSid = from.sid;
    packet.participantIdentity = from.identity;
    if (packet.value.case === 'user') {
      const { topic, payload } = packet.value.value;
      packet.value.value.participantSid = from.sid;
      packet.value.value.participantIdentity = from.identity;
      this.options.events.data?.({ identity: from.identity, topic, payload });
    }
    const only = packet.destinationIdentities;
    for (const other of this.#participants.values()) {
      if (other === from || (only.length > 0 && !only.includes(other.identity))) continue;
      other.sendData(packet, reliable);
    }
  }

  #visible(participant: Participant): Participant[] {
    return [...this.#participants.values()].filter(
      (other) => other !== participant && !other.options.admission.hidden,
    );
  }

  #checkPings(): void {
    for (const { socket } of this.#participants.values()) {
      const limit = (this.options.pingTimeoutSeconds + this.options.pingIntervalSeconds) * 1000;
      if (socket && socket.silence > limit) socket.drop();
    }
  }

  #socketClosed(participant: Participant, signal: SignalSocket): void {
    if (participant.socket !== signal || this.#participants.get(participant.identity) !== participant) return;
    participant.socket = undefined;
    this.options.events.signalLost?.({ identity: participant.identity });
    const stop = after(this.options.resumeWindowMs, () => this.#remove(participant, 'connection lost'));
    this.#resumeTimers.set(participant.sid, stop);
  }

  #remove(participant: Participant, reason: LeaveReason): void {
    if (this.#participants.get(participant.identity) !== participant) return;
    this.#participants.delete(participant.identity);
    this.#removeReceiver.get(participant.sid)?.();
    this.#removeReceiver.delete(participant.sid);
    this.#resumeTimers.get(participant.sid)?.();
    this.#resumeTimers.delete(participant.sid);
    if (this.#inputFrom === participant.identity) this.#setInput(undefined);
    if (reason !== 'client left')
      participant.leave(DISCONNECT_REASONS[reason], LeaveRequest_Action.DISCONNECT);
    participant.socket?.close(1000);
    if (!participant.options.admission.hidden) {
      const gone = participant.info(ParticipantInfo_State.DISCONNECTED);
      for (const other of this.#participants.values()) other.update([gone]);
    }
    void participant.close();
    this.options.events.participantLeft?.({ identity: participant.identity, reason });
  }
}
