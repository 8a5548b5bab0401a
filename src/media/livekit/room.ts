/** One file because joining, resuming and leaving change the same participants and timers. */
import {
  DisconnectReason,
  LeaveRequest_Action,
  ReconnectResponse,
  ParticipantInfo_State,
  type Room as RoomInfo,
  type ParticipantInfo,
  type TrackInfo,
} from '@livekit/protocol';
import type { WebSocket } from 'ws';
import { every, wallClock, type StopTimer } from '../real-time.js';
import { MediaPortError } from '../ice/media-port-error.js';
import { createParticipant, type RoomConnect } from './create-participant.js';
import { Forwarding } from './forwarding.js';
import { DISCONNECT_REASONS } from './disconnect-reasons.js';
import { joinResponse, SERVER } from './join-response.js';
import type { Participant } from './participant.js';
import { Participants } from './participants.js';
import { QUALITY_INTERVAL_MS, QualityReports } from './quality-reports.js';
import type { LeaveReason } from './room-events.js';
import { ResumeTimers } from './resume-timers.js';
import { roomInfo } from './room-info.js';
import { RoomModel } from './room-model.js';
import type { RoomFaults, RoomOptions, RoomStats } from './room-options.js';
import type { MediaRoom } from './room-service.js';
import { applyJoinFault, scheduleSignalFault, SERVER_ERROR } from './signal-faults.js';
import { SignalSocket } from './signal-socket.js';
import type { PublishedTrack } from './downlink.js';

const PING_CHECK_MS = 1000;

/** One LiveKit room, with the model as its inference participant. */
export class Room implements MediaRoom {
  readonly sid: string;
  readonly model: RoomModel;
  readonly participants = new Participants();
  readonly #forwarding = new Forwarding(this.participants);
  readonly #removeReceiver = new Map<string, () => void>();
  readonly #resumeTimers = new ResumeTimers();
  readonly #stopTimers: readonly StopTimer[];
  readonly #createdAt = wallClock();
  #metadata = '';
  #closed = false;

  constructor(readonly options: RoomOptions) {
    this.sid = `RM_${options.ids()}`;
    this.model = new RoomModel(options, {
      published: (track) => this.#published(track),
      unpublished: (track) => this.#unpublished(track),
    });
    const quality = new QualityReports();
    this.#stopTimers = [
      every(PING_CHECK_MS, () => this.#dropSilentSockets()),
      every(QUALITY_INTERVAL_MS, () => quality.send(this.participants)),
    ];
  }

  get name(): string {
    return this.options.name;
  }

  get flowing(): boolean {
    return this.model.stream.flowing;
  }

  get stats(): RoomStats {
    return { ...this.model.stats, participants: this.participants.size };
  }

  /** The room as clients and administrators see it. */
  get info(): RoomInfo {
    return roomInfo(this, this.#metadata, this.#createdAt);
  }

  setMetadata(metadata: string): void {
    this.#metadata = metadata;
    for (const { signal } of this.participants) signal.room(this.info);
  }

  setPrompt(text: string): void {
    this.model.stream.setPrompt(text);
  }

  setImage(bytes: Uint8Array | null): void {
    this.model.stream.setImage(bytes);
  }

  setPassthrough(on: boolean): void {
    this.model.stream.setPassthrough(on);
  }

  setHeld(held: boolean): void {
    this.model.stream.setHeld(held);
  }

  setFaults(faults: RoomFaults): void {
    this.model.setFaults(faults);
  }

  /** Adds a client, or resumes one that lost its socket. */
  connect(socket: WebSocket, request: RoomConnect): void {
    const { grants, control, resumeSid } = request;
    let participant: Participant | undefined;
    const signal: SignalSocket = new SignalSocket(socket, {
      message: (message, bytes) => {
        const one = participant;
        return one
          ?.handle(message, bytes)
          .catch((error: unknown) => this.#failed(one, signal, error, 'message could not be applied'));
      },
      closed: () => {
        if (participant) this.#socketClosed(participant, signal);
      },
    });
    if (applyJoinFault(signal, control, resumeSid !== undefined)) return;
    if (resumeSid === undefined) {
      participant = this.#join(signal, request);
    } else {
      const known = this.participants.bySid(resumeSid);
      if (known?.identity === grants.identity) participant = this.#resume(known, signal, request);
      else signal.leave(DisconnectReason.STATE_MISMATCH, LeaveRequest_Action.RECONNECT);
    }
    if (participant) scheduleSignalFault(signal, control, participant.connected);
  }

  /** Every participant as an administrator sees them, hidden ones as well. */
  get participantInfos(): ParticipantInfo[] {
    return [...this.model.infos, ...[...this.participants].map((one) => one.info())];
  }

  /** @returns false for an unknown identity */
  removeParticipant(identity: string): boolean {
    const participant = this.participants.byIdentity(identity);
    if (!participant) return identity === this.model.identity && this.#removeModel();
    this.#remove(participant, 'removed');
    return true;
  }

  /** Mutes a track of the model: its packets are dropped. @returns undefined for an unknown track */
  muteModel(trackSid: string): TrackInfo | undefined {
    const track = this.model.mute(trackSid);
    if (track) for (const { signal } of this.participants) signal.update(this.model.infos);
    return track;
  }

  async close(reason: 'room closed' | 'room deleted' = 'room closed'): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    for (const stop of this.#stopTimers) stop();
    this.options.onClose();
    const participants = [...this.participants];
    for (const participant of participants) this.#remove(participant, reason);
    this.model.stream.close();
    await Promise.all(participants.map((participant) => participant.close()));
  }

  #join(signal: SignalSocket, request: RoomConnect): Participant {
    const { grants, control } = request;
    const older = this.participants.byIdentity(grants.identity);
    if (older) this.#remove(older, 'duplicate identity');
    else if (grants.identity === this.model.identity) this.model.leave();
    const participant = createParticipant(this, request, {
      forwarding: this.#forwarding,
      remove: (one, reason) => this.#remove(one, reason),
    });
    participant.signal.socket = signal;
    const { pingIntervalSeconds, pingTimeoutSeconds, publishCodecs } = this.options;
    const value = joinResponse({
      room: this.info,
      participant: participant.info(),
      others: this.#othersThan(participant),
      control,
      subscriberPrimary: request.dialect === 'V0',
      pingIntervalSeconds,
      pingTimeoutSeconds,
      publishCodecs,
    });
    signal.send({ case: 'join', value });
    this.participants.add(participant);
    for (const track of this.model.published) participant.offer(track);
    this.#forwarding.join(participant);
    this.#removeReceiver.set(participant.sid, this.model.addReceiver(participant));
    participant
      .start()
      .catch((error: unknown) => this.#failed(participant, signal, error, 'negotiation could not start'));
    const { identity, sid } = participant;
    this.options.events.participantJoined?.({ identity, sid, canPublish: grants.canPublish });
    return participant;
  }

  #resume(participant: Participant, signal: SignalSocket, { address }: RoomConnect): Participant {
    participant.options.network.add(address);
    this.#resumeTimers.stop(participant.sid);
    const previous = participant.signal.socket;
    participant.signal.socket = signal;
    previous?.drop();
    signal.send({ case: 'reconnect', value: new ReconnectResponse({ iceServers: [], serverInfo: SERVER }) });
    participant.signal.update(this.#othersThan(participant));
    this.options.events.signalResumed?.({ identity: participant.identity });
    return participant;
  }

  #othersThan(participant: Participant): ParticipantInfo[] {
    return [...this.model.infos, ...this.participants.othersThan(participant).map((other) => other.info())];
  }

  /** Offers a new track of the model to every participant. */
  #published(track: PublishedTrack): void {
    if (this.#closed) return;
    for (const participant of this.participants) {
      participant.signal.update(this.model.infos);
      participant.offer(track);
      participant.negotiate();
    }
  }

  #unpublished({ sid }: PublishedTrack): void {
    for (const participant of this.participants) {
      participant.signal.update(this.model.infos);
      participant.subscriptions.withdraw(sid);
      participant.negotiate();
    }
  }

  /** The model leaves the room for good: nothing is generated any more. */
  #removeModel(): boolean {
    const [info] = this.model.infos;
    if (!info) return false;
    this.model.leave();
    const left = info.clone();
    left.state = ParticipantInfo_State.DISCONNECTED;
    for (const { signal } of this.participants) signal.update([left]);
    return true;
  }

  #dropSilentSockets(): void {
    const limit = (this.options.pingTimeoutSeconds + this.options.pingIntervalSeconds) * 1000;
    for (const { signal } of this.participants)
      if (signal.socket && signal.socket.silence > limit) signal.socket.drop();
  }

  #socketClosed(participant: Participant, socket: SignalSocket): void {
    if (participant.signal.socket !== socket || !this.participants.has(participant)) return;
    participant.signal.socket = undefined;
    this.options.events.signalLost?.({ identity: participant.identity });
    this.#resumeTimers.start(participant.sid, this.options.resumeWindowMs, () =>
      this.#remove(participant, 'connection lost'),
    );
  }

  /** A participant without a port for its media would never connect, so it does not stay. */
  #failed(participant: Participant, signal: SignalSocket, error: unknown, reason: string): void {
    if (!(error instanceof MediaPortError)) return signal.close(SERVER_ERROR, reason);
    this.options.onWarning?.(error.message);
    this.#remove(participant, 'no media port');
  }

  #remove(participant: Participant, reason: LeaveReason): void {
    if (!this.participants.has(participant)) return;
    const { sid, identity } = participant;
    for (const track of participant.tracks.all) {
      this.model.input.remove(track.sid);
      this.#forwarding.stop(track.sid);
    }
    this.participants.delete(participant, DISCONNECT_REASONS[reason]);
    this.#removeReceiver.get(sid)?.();
    this.#removeReceiver.delete(sid);
    this.#resumeTimers.stop(sid);
    if (reason !== 'client left')
      participant.leave(DISCONNECT_REASONS[reason], LeaveRequest_Action.DISCONNECT);
    participant.signal.socket?.close(1000);
    void participant.close();
    this.options.events.participantLeft?.({ identity, reason });
  }
}
