import { parseJson } from '../../contract/validation/json-bounds.js';
import {
  ConnectionQualityUpdate,
  MediaSectionsRequirement,
  MuteTrackRequest,
  ParticipantUpdate,
  Pong,
  RoomUpdate,
  SessionDescription,
  SubscriptionPermissionUpdate,
  TrackPublishedResponse,
  TrackSubscribed,
  TrackUnpublishedResponse,
  TrickleRequest,
  type ConnectionQualityInfo,
  type ParticipantInfo,
  type RequestResponse,
  type Room,
  type SignalTarget,
  type TrackInfo,
} from '@livekit/protocol';
import { wallClock } from '../real-time.js';
import type { CandidateInit } from '../webrtc/connection.js';
import type { SignalSocket } from './signal-socket.js';

/** Sends signal messages to one client, over whichever socket it has at the time. */
export class SignalSender {
  /** Undefined while the client has no socket and may resume. */
  socket: SignalSocket | undefined;

  /** `midToTrackId` names the tracks that the description sends, by media section. */
  offer(sdp: string, id: number, midToTrackId: Record<string, string>): void {
    const value = new SessionDescription({ type: 'offer', sdp, id, midToTrackId });
    this.socket?.send({ case: 'offer', value });
  }

  /** `id` is the offer's: clients ignore an answer with another one. */
  answer(sdp: string, id: number, midToTrackId: Record<string, string> = {}): void {
    const value = new SessionDescription({ type: 'answer', sdp, id, midToTrackId });
    this.socket?.send({ case: 'answer', value });
  }

  /** Makes a V1 client offer again, with this many further sections to receive in. */
  requireSections(numAudios: number, numVideos: number): void {
    const value = new MediaSectionsRequirement({ numAudios, numVideos });
    this.socket?.send({ case: 'mediaSectionsRequirement', value });
  }

  trickle(candidate: CandidateInit, target: SignalTarget): void {
    const candidateInit = JSON.stringify(candidate);
    this.socket?.send({ case: 'trickle', value: new TrickleRequest({ candidateInit, target }) });
  }

  update(participants: ParticipantInfo[]): void {
    this.socket?.send({ case: 'update', value: new ParticipantUpdate({ participants }) });
  }

  trackPublished(cid: string, track: TrackInfo): void {
    this.socket?.send({ case: 'trackPublished', value: new TrackPublishedResponse({ cid, track }) });
  }

  trackUnpublished(trackSid: string): void {
    this.socket?.send({ case: 'trackUnpublished', value: new TrackUnpublishedResponse({ trackSid }) });
  }

  /** Makes the client mute one of its tracks. */
  mute(sid: string, muted: boolean): void {
    this.socket?.send({ case: 'mute', value: new MuteTrackRequest({ sid, muted }) });
  }

  /** A participant receives the client's track, for the first time. */
  trackSubscribed(trackSid: string): void {
    this.socket?.send({ case: 'trackSubscribed', value: new TrackSubscribed({ trackSid }) });
  }

  /** Whether the client may receive another participant's track. */
  subscriptionPermission(participantSid: string, trackSid: string, allowed: boolean): void {
    const value = new SubscriptionPermissionUpdate({ participantSid, trackSid, allowed });
    this.socket?.send({ case: 'subscriptionPermissionUpdate', value });
  }

  room(room: Room): void {
    this.socket?.send({ case: 'roomUpdate', value: new RoomUpdate({ room }) });
  }

  respond(value: RequestResponse): void {
    this.socket?.send({ case: 'requestResponse', value });
  }

  connectionQuality(updates: ConnectionQualityInfo[]): void {
    this.socket?.send({ case: 'connectionQuality', value: new ConnectionQualityUpdate({ updates }) });
  }

  pong(): void {
    this.socket?.send({ case: 'pong', value: BigInt(wallClock()) });
  }

  pongResponse(lastPingTimestamp: bigint): void {
    const value = new Pong({ lastPingTimestamp, timestamp: BigInt(wallClock()) });
    this.socket?.send({ case: 'pongResp', value });
  }
}

/** Reads the candidate of a trickle message; undefined when it is malformed or marks the end. */
export function readTrickle({ candidateInit, final }: TrickleRequest): CandidateInit | undefined {
  if (final) return undefined;
  try {
    const value = parseJson(candidateInit);
    const isCandidate = typeof value === 'object' && value !== null && 'candidate' in value;
    return isCandidate && typeof value.candidate === 'string' ? (value as CandidateInit) : undefined;
  } catch {
    return undefined;
  }
}
