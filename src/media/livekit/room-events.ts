import type { RenderStatus } from '../live/renderer.js';
import type { VideoCodec } from '../live/media-types.js';

export type LeaveReason =
  /** The client sent a leave message. */
  | 'client left'
  /** Its socket was lost, and it did not resume in time. */
  | 'connection lost'
  /** Another client joined with the same identity. */
  | 'duplicate identity'
  /** There is no UDP port for its media. */
  | 'no media port'
  /** `removeParticipant` was called, or the participant was removed over the RoomService API. */
  | 'removed'
  /** The room was deleted over the RoomService API. */
  | 'room deleted'
  /** The room was closed. */
  | 'room closed';

/** A published track. */
export interface ParticipantTrack {
  readonly identity: string;
  readonly trackSid: string;
  readonly kind: 'audio' | 'video';
}

/** A call of the RoomService API that changed a room or its participants. It holds no secret. */
export interface RoomCall {
  readonly method: 'DeleteRoom' | 'RemoveParticipant' | 'MutePublishedTrack';
  /** Of the participant that the call is about. */
  readonly identity?: string;
  readonly trackSid?: string;
  /** The inference participant is removed: nothing is generated any more. */
  readonly removesModel?: true;
}

/** Callbacks for events in a room. Each is optional and must not throw. */
export interface RoomEvents {
  participantJoined?(participant: { identity: string; sid: string; canPublish: boolean }): void;
  /** The peer connection over which the participant receives is connected. */
  participantConnected?(participant: { identity: string; sid: string }): void;
  /** The signal socket was lost; the participant may still resume. */
  signalLost?(participant: { identity: string }): void;
  signalResumed?(participant: { identity: string }): void;
  participantLeft?(participant: { identity: string; reason: LeaveReason }): void;
  /** The participant has been connected for a while and announced no video. */
  announcedNothing?(participant: { identity: string }): void;
  /** An administrator's call is about to change the room. */
  administered?(call: RoomCall): void;
  trackPublished?(track: ParticipantTrack & { width: number; height: number; muted: boolean }): void;
  trackUnpublished?(track: ParticipantTrack): void;
  trackMuted?(track: ParticipantTrack & { muted: boolean }): void;
  /** The first packet of a participant's video arrived, or the first in another codec. */
  inputVideo?(input: { identity: string; codec: VideoCodec }): void;
  /** Frames of the video that the model works on started or stopped to arrive. */
  inputFlows?(on: boolean): void;
  /** The first frame of the model's output left. */
  firstMedia?(): void;
  /** No output frame for a second. */
  mediaStopped?(): void;
  mediaResumed?(): void;
  rendering?(status: RenderStatus): void;
  /** A data packet that a participant sent to the others. */
  data?(message: { identity: string; topic: string | undefined; payload: Uint8Array }): void;
}
