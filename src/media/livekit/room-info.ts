import { Room } from '@livekit/protocol';
import type { Participants } from './participants.js';
import type { RoomModel } from './room-model.js';

interface RoomState {
  readonly sid: string;
  readonly name: string;
  readonly participants: Participants;
  readonly model: RoomModel;
}

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
    creationTime: BigInt(Math.floor(createdAt / 1000)),
    creationTimeMs: BigInt(createdAt),
    numParticipants: clients.length + model.infos.length,
    numPublishers: publishers.length + model.infos.length,
  });
}
