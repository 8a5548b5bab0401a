import { DisconnectReason, LeaveRequest_Action, TrackType, type DataPacket } from '@livekit/protocol';
import type { ParticipantEvents } from './participant-options.js';
import type { Participant } from './participant.js';
import type { RoomEvents } from './room-events.js';
import type { RoomModel } from './room-model.js';

export interface ParticipantEventsOptions {
  /** The participant, which is created with these events. */
  readonly self: () => Participant;
  readonly model: RoomModel;
  readonly events: RoomEvents;
  readonly relay: (packet: DataPacket, reliable: boolean) => void;
  readonly remove: () => void;
}

/** Connects a participant to its room's model and events. */
export function participantEvents({
  self,
  model,
  events,
  relay,
  remove,
}: ParticipantEventsOptions): ParticipantEvents {
  return {
    connected: () => {
      model.start();
      events.participantConnected?.({ identity: self().identity, sid: self().sid });
    },
    published: ({ sid, type, width, height, muted }) => {
      const kind = type === TrackType.AUDIO ? 'audio' : 'video';
      events.trackPublished?.({ identity: self().identity, trackSid: sid, kind, width, height, muted });
    },
    unpublished: (track) => {
      if (track.kind === 'video') model.removeInput(track.identity);
      events.trackUnpublished?.(track);
    },
    muted: (track) => events.trackMuted?.(track),
    videoCodec: (codec, requestKeyFrame) => {
      model.setInput({ from: self().identity, codec, requestKeyFrame });
      events.inputVideo?.({ identity: self().identity, codec });
    },
    video: (packet) => model.pushVideo(self().identity, packet),
    audio: (packet) => model.pushAudio(packet),
    data: (packet, reliable) => {
      if (packet.value.case === 'user') {
        const { topic, payload } = packet.value.value;
        events.data?.({ identity: self().identity, topic, payload });
      }
      relay(packet, reliable);
    },
    keyFrameRequested: () => model.stream.requestKeyFrame(),
    codecsKnown: () => model.stream.receiversChanged(),
    left: remove,
    simulate: (scenario) => {
      if (scenario === 'drop') self().signal.socket?.drop();
      else self().leave(DisconnectReason.STATE_MISMATCH, LeaveRequest_Action.RECONNECT);
    },
  };
}
