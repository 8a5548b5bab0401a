import {
  DisconnectReason,
  LeaveRequest_Action,
  ReconnectResponse,
  TrackType,
  type DataPacket,
} from '@livekit/protocol';
import type { WebSocket } from 'ws';
import { after, every, type StopTimer } from '../real-time.js';
import type { VideoCodec } from '../live/media-types.js';
import { ModelStream } from '../live/model-stream.js';
import { joinResponse, SERVER } from './join-response.js';
import { scheduleSignalFault, applyJoinFault, SERVER_ERROR } from './signal-faults.js';
import { ModelTracks } from './model-tracks.js';
import { Participant, type ParticipantEvents } from './participant.js';
import type { LeaveReason } from './room-events.js';
import type { RoomFaults, RoomOptions, RoomStats } from './room-options.js';
import { Participants } from './participants.js';
import type { SignalControl } from './signal-mode.js';
import { SignalSocket } from './signal-socket.js';
import type { PublishedTrack } from './subscriber.js';
import type { Admission } from './tokens.js';

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
  readonly #model: ModelTracks;
  readonly #stream: ModelStream;
  readonly #participants = new Participants();
  readonly #removeReceiver = new Map<string, () => void>();
  readonly #resumeTimers = new Map<string, StopTimer>();
  readonly #stopWatch: StopTimer;
  #faults: RoomFaults = {};
  #inputFrom: string | undefined;
  #closed = false;

  constructor(readonly options: RoomOptions) {
    const { events, ids } = options;
    this.sid = `RM_${ids()}`;
    this.#model = new ModelTracks(ids, (track) => this.#handOver(track));
    this.#stream = new ModelStream(options.renderer.create(options.output), {
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
    if (applyJoinFault(signal, control, query.resumeSid !== undefined)) return;
    const known = this.#participants.bySid(query.resumeSid);
    if (query.resumeSid !== undefined) {
      if (known?.identity === admission.identity) owner = this.#resume(known, signal);
      else signal.leave(DisconnectReason.STATE_MISMATCH, LeaveRequest_Action.RECONNECT);
    } else {
      owner = this.#join(signal, admission, control, query.autoSubscribe);
    }
    if (owner) scheduleSignalFault(signal, control);
  }

  removeParticipant(identity: string): void {
    const participant = this.#participants.byIdentity(identity);
    if (participant) this.#remove(participant, 'removed');
  }

  /** Ends the room: every client is told and disconnected. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#stopWatch();
    this.options.onClose();
    const participants = [...this.#participants];
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
    const older = this.#participants.byIdentity(admission.identity);
    if (older) this.#remove(older, 'duplicate identity');
    const participant: Participant = new Participant({
      sid: `PA_${this.options.ids()}`,
      admission,
      ice: this.options.ice,
      connects: this.#faults.iceNeverConnects !== true,
      inferenceSid: this.#model.sid,
      ids: this.options.ids,
      autoSubscribe,
      answersPings: control.mode !== 'no_pong',
      events: this.#participantEvents(() => participant),
    });
    participant.socket = signal;
    const { pingIntervalSeconds, pingTimeoutSeconds, publishCodecs } = this.options;
    const others = this.#participants.othersThan(participant);
    const value = joinResponse({
      room: { sid: this.sid, name: this.name },
      participant: participant.info(),
      others: [this.#model.info, ...others.map((other) => other.info())],
      control,
      pingIntervalSeconds,
      pingTimeoutSeconds,
      publishCodecs,
    });
    signal.send({ case: 'join', value });
    this.#participants.add(participant);
    const tracks = admission.canSubscribe ? this.#model.published : [];
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
    const others = this.#participants.othersThan(participant);
    participant.update([this.#model.info, ...others.map((other) => other.info())]);
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

  #announce(kind: 'audio' | 'video'): void {
    const { videoTrackDelayMs, audioTrackDelayMs } = this.#faults;
    const delay = kind === 'video' ? videoTrackDelayMs : audioTrackDelayMs;
    this.#model.announce(kind, () => this.#stream.renderer.status.codec, delay);
  }

  /** Gives a new track of the model's to everybody. */
  #handOver(track: PublishedTrack): void {
    if (this.#closed) return;
    for (const participant of this.#participants) {
      participant.update([this.#model.info]);
      participant.receiveTrack(track).catch(() => this.#remove(participant, 'connection lost'));
    }
  }

  #relay(from: Participant, packet: DataPacket, reliable: boolean): void {
    if (packet.value.case === 'user') {
      const { topic, payload } = packet.value.value;
      this.options.events.data?.({ identity: from.identity, topic, payload });
    }
    this.#participants.relay(from, packet, reliable);
  }

  #checkPings(): void {
    for (const { socket } of this.#participants) {
      const limit = (this.options.pingTimeoutSeconds + this.options.pingIntervalSeconds) * 1000;
      if (socket && socket.silence > limit) socket.drop();
    }
  }

  #socketClosed(participant: Participant, signal: SignalSocket): void {
    if (participant.socket !== signal || !this.#participants.has(participant)) return;
    participant.socket = undefined;
    this.options.events.signalLost?.({ identity: participant.identity });
    const stop = after(this.options.resumeWindowMs, () => this.#remove(participant, 'connection lost'));
    this.#resumeTimers.set(participant.sid, stop);
  }

  #remove(participant: Participant, reason: LeaveReason): void {
    if (!this.#participants.has(participant)) return;
    this.#participants.delete(participant);
    this.#removeReceiver.get(participant.sid)?.();
    this.#removeReceiver.delete(participant.sid);
    this.#resumeTimers.get(participant.sid)?.();
    this.#resumeTimers.delete(participant.sid);
    if (this.#inputFrom === participant.identity) this.#setInput(undefined);
    if (reason !== 'client left')
      participant.leave(DISCONNECT_REASONS[reason], LeaveRequest_Action.DISCONNECT);
    participant.socket?.close(1000);
    void participant.close();
    this.options.events.participantLeft?.({ identity: participant.identity, reason });
  }
}
