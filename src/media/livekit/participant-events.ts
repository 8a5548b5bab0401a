import { DisconnectReason, LeaveRequest_Action, type DataPacket, type TrackInfo } from '@livekit/protocol';
import { videoCodecOf } from '../live/media-types.js';
import { after } from '../real-time.js';
import type { Forwarding } from './forwarding.js';
import type { ParticipantEvents } from './participant-options.js';
import type { Participant } from './participant.js';
import { kindOf } from './track-kind.js';
import type { Participants } from './participants.js';
import type { LeaveReason, ParticipantTrack } from './room-events.js';
import type { RoomOptions } from './room-options.js';
import type { RoomModel } from './room-model.js';

/** Time in which a connected client announces its video; ours. SDKs do it at once. */
export const ANNOUNCEMENT_MS = 2000;

export interface ParticipantEventsOptions {
  /** The participant, which is created with these events. */
  readonly self: () => Participant;
  readonly model: RoomModel;
  readonly options: RoomOptions;
  readonly participants: Participants;
  readonly forwarding: Forwarding;
  readonly remove: (reason: LeaveReason) => void;
}

/** Connects a participant to its room's model, to the other participants, and to the room's events. */
export function participantEvents(parts: ParticipantEventsOptions): ParticipantEvents {
  const { self, model, options, participants, forwarding, remove } = parts;
  const { events } = options;
  /** Whether the model works on this participant's tracks. */
  const isClient = (): boolean =>
    participants.has(self()) && (options.client ?? self().identity) === self().identity;
  const describe = (track: TrackInfo): ParticipantTrack => ({
    identity: self().identity,
    trackSid: track.sid,
    kind: kindOf(track),
  });
  return {
    connected: () => {
      const { identity, sid } = self();
      model.start();
      events.participantConnected?.({ identity, sid });
      after(ANNOUNCEMENT_MS, () => {
        const announced = self().tracks.all.some((track) => kindOf(track) === 'video');
        if (participants.has(self()) && !announced) events.announcedNothing?.({ identity });
      });
    },
    published: (track) => {
      const { width, height, muted } = track;
      if (isClient()) {
        if (muted) model.input.mute(track.sid, true);
        if (kindOf(track) === 'video') model.announceHeld(videoCodecOf(track.mimeType));
      }
      events.trackPublished?.({ ...describe(track), width, height, muted });
    },
    cameraOffered: ({ muted }, codec) => {
      if (isClient() && !muted) model.announceAhead(codec);
    },
    unpublished: (track) => {
      model.input.remove(track.sid);
      forwarding.stop(track.sid);
      participants.announce(self());
      events.trackUnpublished?.(describe(track));
    },
    muted: (track) => {
      if (isClient()) model.input.mute(track.sid, track.muted);
      if (!track.muted) forwarding.requestKeyFrame(track.sid);
      participants.announceChange(self());
      events.trackMuted?.({ ...describe(track), muted: track.muted });
    },
    videoStarted: (track, source) => {
      if (!participants.has(self())) return;
      if (isClient()) model.input.setVideo(track.sid, source);
      forwarding.start(self(), track, isClient(), source);
      events.inputVideo?.({ identity: self().identity, codec: source.codec });
    },
    audioStarted: (track) => {
      if (participants.has(self())) forwarding.start(self(), track, isClient());
    },
    video: (sid, packet) => {
      if (isClient()) model.input.pushVideo(sid, packet);
      forwarding.video(sid, packet);
    },
    audio: (sid, packet) => {
      if (isClient()) model.input.pushAudio(sid, packet);
      forwarding.audio(sid, packet);
    },
    data: (packet, reliable) => relay(packet, reliable, parts),
    keyFrameRequested: (sid) => {
      if (model.published.some((track) => track.sid === sid)) model.stream.requestKeyFrame();
      else forwarding.requestKeyFrame(sid);
    },
    negotiated: () => {
      model.stream.receiversChanged();
      forwarding.negotiated(self());
    },
    changed: () => participants.announceChange(self()),
    permissionChanged: () => forwarding.permissionChanged(self()),
    left: () => remove('client left'),
    failed: () => remove('connection lost'),
    simulate: (scenario) => {
      if (scenario === 'drop') self().signal.socket?.drop();
      else self().leave(DisconnectReason.STATE_MISMATCH, LeaveRequest_Action.RECONNECT);
    },
  };
}

function relay(packet: DataPacket, reliable: boolean, parts: ParticipantEventsOptions): void {
  const { self, options, participants } = parts;
  if (packet.value.case === 'user') {
    const { topic, payload } = packet.value.value;
    options.events.data?.({ identity: self().identity, topic, payload });
  }
  participants.relay(self(), packet, reliable);
}
