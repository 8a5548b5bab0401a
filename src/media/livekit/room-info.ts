import { Room } from '@livekit/protocol';
import type { Participants } from './participants.js';
import type { RoomModel } from './room-model.js';

interface RoomState {
  readonly sid: string;
  readonly name: string;
  readonly participants: Participants;
  readonly model: RoomModel;
}

/** Seconds that an empty room outlives its creation, or its last participant: those of a LiveKit server 1.9.11. */
const TIMEOUTS = { emptyTimeout: 300, departureTimeout: 20 } as const;

/** A room as clients and administrators see it. Hidden participants do not count. `createdAt` in epoch milliseconds. */
export function roomInfo(
  { sid, name, participants, model }: RoomState,
  metadata: string,
  createdAt: number,
): Room {
  const clients = [...participants].filter(({ hidden }) => !hidden);
  const publishers = clients.filter(({ tracks }) => tracks.live.length > 0);
  return new Room({
    sid,
    name,
    metadata,
    ...TIMEOUTS,
    creationTime: BigInt(Math.floor(createdAt / 1000)),
    creationTimeMs: BigInt(createdAt),
    numParticipants: clients.length + model.infos.length,
    numPublishers: publishers.length + model.infos.length,
  });
}
