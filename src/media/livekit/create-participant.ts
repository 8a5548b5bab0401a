import type { Forwarding } from './forwarding.js';
import { participantEvents } from './participant-events.js';
import { Participant } from './participant.js';
import type { Participants } from './participants.js';
import type { LeaveReason } from './room-events.js';
import type { RoomModel } from './room-model.js';
import type { RoomOptions } from './room-options.js';
import type { SignalControl } from './signal-mode.js';
import type { SignalRequest } from './signal-request.js';
import type { TokenGrants } from './tokens.js';

/** How a client connects to a room. */
export interface RoomConnect extends SignalRequest {
  readonly grants: TokenGrants;
  readonly control: SignalControl;
  /** The address that its socket comes from. */
  readonly address: string | undefined;
}

/** The room that a participant joins. */
interface JoinedRoom {
  readonly options: RoomOptions;
  readonly model: RoomModel;
  readonly participants: Participants;
}

interface RoomActions {
  readonly forwarding: Forwarding;
  readonly remove: (participant: Participant, reason: LeaveReason) => void;
}

/** Creates a participant and connects it to its room. */
export function createParticipant(
  { options, model, participants }: JoinedRoom,
  { grants, control, dialect, address, offer, autoSubscribe, readsTrailers }: RoomConnect,
  { forwarding, remove }: RoomActions,
): Participant {
  const participant: Participant = new Participant({
    sid: `PA_${options.ids()}`,
    grants,
    dialect,
    offer,
    network: options.network.of(address),
    connects: model.faults.iceNeverConnects !== true,
    inferenceSid: model.sid,
    ids: options.ids,
    publishCodecs: options.publishCodecs,
    autoSubscribe,
    answersPings: control.mode !== 'no_pong',
    frameTiming: options.frameTiming === true,
    readsTrailers,
    events: participantEvents({
      self: () => participant,
      model,
      options,
      participants,
      forwarding,
      remove: (reason) => remove(participant, reason),
    }),
  });
  return participant;
}
