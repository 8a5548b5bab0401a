import type { ParticipantInfo, Room } from 'livekit-server-sdk';
import { TrackSource } from 'livekit-server-sdk';
import { pairs } from './clients/room-client.js';
import type { Observed } from './observed.js';
import type { SessionRoom } from './session-room.js';

/** Calls of the RoomService API, and what they answer, as observations of the client `service`. */
export class ServiceCalls {
  constructor(
    readonly room: SessionRoom,
    readonly observed: Observed,
  ) {}

  async listRooms(): Promise<void> {
    const { service, name } = this.room;
    await this.#call('listRooms', service.listRooms([name]), (rooms: Room[]) =>
      rooms.map((each) => (each.name === name ? 'the room' : each.name)).join(', '),
    );
    await this.#call('listRooms of another name', service.listRooms(['no-room']), (rooms: Room[]) =>
      String(rooms.length),
    );
  }

  async listParticipants(): Promise<void> {
    await this.#call('listParticipants', this.room.service.listParticipants(this.room.name), (list) =>
      list.map(describe).sort().join(' | '),
    );
  }

  async getParticipant(identity: string): Promise<void> {
    await this.#call(
      `getParticipant ${identity}`,
      this.room.service.getParticipant(this.room.name, identity),
      describe,
    );
  }

  /** Mutes or unmutes a participant's camera. */
  async mute(identity: string, muted: boolean): Promise<void> {
    const { service, name } = this.room;
    const participants = await service.listParticipants(name).catch(() => []);
    const tracks = participants.find((each) => each.identity === identity)?.tracks ?? [];
    const sid = tracks.find(({ source }) => source === TrackSource.CAMERA)?.sid ?? 'TR_none';
    await this.#call(
      `mutePublishedTrack ${muted}`,
      service.mutePublishedTrack(name, identity, sid, muted),
      (track) => `muted ${String(track?.muted)}`,
    );
  }

  async update(identity: string): Promise<void> {
    const change = { metadata: `${identity} by the service`, attributes: { by: 'service' } };
    await this.#call(
      'updateParticipant',
      this.room.service.updateParticipant(this.room.name, identity, change),
      describe,
    );
  }

  async send(text: string): Promise<void> {
    const { service, name } = this.room;
    // 0 is a reliable packet.
    await this.#call(
      'sendData',
      service.sendData(name, new TextEncoder().encode(text), 0, { topic: 'chat' }),
    );
  }

  async setRoomMetadata(metadata: string): Promise<void> {
    await this.#call(
      'updateRoomMetadata',
      this.room.service.updateRoomMetadata(this.room.name, metadata),
      (room) => room.metadata,
    );
  }

  async remove(identity: string): Promise<void> {
    await this.#call(
      `removeParticipant ${identity}`,
      this.room.service.removeParticipant(this.room.name, identity),
    );
  }

  async #call<T>(name: string, answer: Promise<T>, show: (value: T) => string = () => 'done'): Promise<void> {
    const said: string = await answer.then(show, (error: unknown) => {
      const { status, code, message } = error as { status?: number; code?: string; message: string };
      return `refused: ${status ?? ''} ${code ?? ''} ${message}`;
    });
    this.observed.add('service', name, said);
  }
}

function describe({
  identity,
  name,
  metadata,
  attributes,
  isPublisher,
  permission,
  tracks,
}: ParticipantInfo): string {
  const rights = permission
    ? `publish ${permission.canPublish} subscribe ${permission.canSubscribe} data ${permission.canPublishData}`
    : 'no permission';
  const media = tracks.map(
    (track) => `${TrackSource[track.source]} ${track.mimeType}${track.muted ? ' muted' : ''}`,
  );
  return [
    identity,
    `"${name}"`,
    `"${metadata}"`,
    pairs(attributes),
    isPublisher ? 'publisher' : 'no publisher',
    rights,
    ...media.sort(),
  ].join(', ');
}
