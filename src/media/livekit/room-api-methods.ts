import {
  CreateRoomRequest,
  DataPacket,
  DataPacket_Kind,
  DeleteRoomRequest,
  DeleteRoomResponse,
  ForwardParticipantRequest,
  ListParticipantsRequest,
  ListParticipantsResponse,
  ListRoomsRequest,
  ListRoomsResponse,
  MoveParticipantRequest,
  MuteRoomTrackRequest,
  MuteRoomTrackResponse,
  RemoveParticipantResponse,
  RoomParticipantIdentity,
  SendDataRequest,
  SendDataResponse,
  UpdateParticipantRequest,
  UpdateRoomMetadataRequest,
  UpdateSubscriptionsRequest,
  UpdateSubscriptionsResponse,
  UserPacket,
} from '@livekit/protocol';
import type { Participant } from './participant.js';
import type { Room } from './room.js';
import type { AdminGrants } from './tokens.js';
import { TwirpError, twirpMethod, type TwirpMessage, type TwirpMethod } from './twirp.js';

/** Texts as a LiveKit server 1.9.11 sent them. */
const NOT_PERMITTED = 'permissions denied';
const NO_ROOM = 'twirp error unknown: requested room does not exist';
const NO_PARTICIPANT = 'twirp error unknown: participant does not exist';
const NO_ANSWER = 'twirp error unknown: no response from servers';
const NO_UNMUTE = 'twirp error unknown: remote unmute not enabled';

type Rooms = ReadonlyMap<string, Room>;

/** The methods of the RoomService, by name. */
export function roomApiMethods(rooms: Rooms): Readonly<Record<string, TwirpMethod<AdminGrants>>> {
  return { ...roomMethods(rooms), ...participantMethods(rooms) };
}

function roomMethods(rooms: Rooms): Record<string, TwirpMethod<AdminGrants>> {
  return {
    CreateRoom: twirpMethod(CreateRoomRequest, ({ name }, grants: AdminGrants) => {
      permit(grants.roomCreate);
      const room = rooms.get(name);
      if (room) return room.info;
      throw new TwirpError(
        'unimplemented',
        `Cannot create the room "${name}": rooms of the mock belong to sessions. Open a session instead.`,
      );
    }),
    ListRooms: twirpMethod(ListRoomsRequest, ({ names }, grants: AdminGrants) => {
      permit(grants.roomList);
      const wanted = [...rooms.values()].filter(({ name }) => names.length === 0 || names.includes(name));
      return new ListRoomsResponse({ rooms: wanted.map(({ info }) => info) });
    }),
    DeleteRoom: twirpMethod(DeleteRoomRequest, async ({ room }, grants: AdminGrants) => {
      permit(grants.roomCreate);
      const deleted = roomOf(rooms, room);
      deleted.options.events.administered?.({ method: 'DeleteRoom' });
      await deleted.close('room deleted');
      return new DeleteRoomResponse();
    }),
    UpdateRoomMetadata: twirpMethod(UpdateRoomMetadataRequest, ({ room, metadata }, grants: AdminGrants) => {
      permitRoom(grants, room);
      const changed = roomOf(rooms, room);
      changed.setMetadata(metadata);
      return changed.info;
    }),
    SendData: twirpMethod(SendDataRequest, (request, grants: AdminGrants) => {
      permitRoom(grants, request.room);
      const room = rooms.get(request.room);
      if (!room) throw new TwirpError('unavailable', NO_ANSWER);
      const reliable = request.kind === DataPacket_Kind.RELIABLE;
      room.participants.broadcast(dataPacket(request), reliable, request.destinationSids);
      return new SendDataResponse();
    }),
  };
}

function participantMethods(rooms: Rooms): Record<string, TwirpMethod<AdminGrants>> {
  return {
    ListParticipants: twirpMethod(ListParticipantsRequest, ({ room }, grants: AdminGrants) => {
      permitRoom(grants, room);
      return new ListParticipantsResponse({ participants: rooms.get(room)?.participantInfos ?? [] });
    }),
    GetParticipant: twirpMethod(RoomParticipantIdentity, ({ room, identity }, grants: AdminGrants) => {
      permitRoom(grants, room);
      const info = rooms.get(room)?.participantInfos.find((each) => each.identity === identity);
      if (!info) throw new TwirpError('not_found', NO_PARTICIPANT);
      return info;
    }),
    RemoveParticipant: twirpMethod(RoomParticipantIdentity, ({ room, identity }, grants: AdminGrants) => {
      permitRoom(grants, room);
      const changed = rooms.get(room);
      if (!changed?.participantInfos.some((one) => one.identity === identity))
        throw new TwirpError('not_found', 'participant not found');
      changed.options.events.administered?.({
        method: 'RemoveParticipant',
        identity,
        ...(identity === changed.model.identity && { removesModel: true }),
      });
      changed.removeParticipant(identity);
      return new RemoveParticipantResponse();
    }),
    MutePublishedTrack: twirpMethod(MuteRoomTrackRequest, (request, grants: AdminGrants) => {
      permitRoom(grants, request.room);
      return mutePublishedTrack(rooms, request);
    }),
    UpdateParticipant: twirpMethod(UpdateParticipantRequest, (request, grants: AdminGrants) => {
      permitRoom(grants, request.room);
      return updateParticipant(rooms, request);
    }),
    UpdateSubscriptions: twirpMethod(UpdateSubscriptionsRequest, (request, grants: AdminGrants) => {
      permitRoom(grants, request.room);
      const { trackSids, participantTracks, subscribe } = request;
      const sids = [...trackSids, ...participantTracks.flatMap((each) => each.trackSids)];
      answering(rooms, request).subscribe(sids, subscribe);
      return new UpdateSubscriptionsResponse();
    }),
    ForwardParticipant: twirpMethod(ForwardParticipantRequest, ({ room }, grants: AdminGrants) => {
      permitRoom(grants, room);
      throw notImplemented('forward');
    }),
    MoveParticipant: twirpMethod(MoveParticipantRequest, ({ room }, grants: AdminGrants) => {
      permitRoom(grants, room);
      throw notImplemented('move');
    }),
  };
}

function mutePublishedTrack(
  rooms: Rooms,
  { room, identity, trackSid, muted }: MuteRoomTrackRequest,
): TwirpMessage {
  const { model, participants } = rooms.get(room) ?? {};
  const isModel = model?.identity === identity && !participants?.byIdentity(identity);
  const participant = isModel ? undefined : answering(rooms, { room, identity });
  if (!muted) throw new TwirpError('failed_precondition', NO_UNMUTE);
  rooms.get(room)?.options.events.administered?.({ method: 'MutePublishedTrack', identity, trackSid });
  const track = participant ? participant.muteTrack(trackSid, muted) : rooms.get(room)?.muteModel(trackSid);
  return new MuteRoomTrackResponse(track ? { track } : {});
}

function updateParticipant(rooms: Rooms, request: UpdateParticipantRequest): TwirpMessage {
  const { room, identity, permission } = request;
  const participant = rooms.get(room)?.participants.byIdentity(identity);
  if (!participant) throw new TwirpError('not_found', NO_PARTICIPANT);
  const exceeded = participant.update(request);
  if (exceeded !== undefined) throw new TwirpError('invalid_argument', exceeded);
  if (permission) participant.permit(permission);
  return participant.info();
}

function dataPacket({
  data,
  destinationIdentities,
  destinationSids,
  topic,
  nonce,
  kind,
}: SendDataRequest): DataPacket {
  const user = new UserPacket({
    payload: data,
    destinationIdentities,
    destinationSids,
    nonce,
    ...(topic !== undefined && { topic }),
  });
  return new DataPacket({ kind, destinationIdentities, value: { case: 'user', value: user } });
}

function permit(granted: boolean): void {
  if (!granted) throw new TwirpError('unauthenticated', NOT_PERMITTED);
}

/** An administrator of one room is not one of another. */
const permitRoom = (grants: AdminGrants, room: string): void =>
  permit(grants.roomAdmin && grants.room === room);

function roomOf(rooms: Rooms, name: string): Room {
  const room = rooms.get(name);
  if (!room) throw new TwirpError('not_found', NO_ROOM);
  return room;
}

/** The participant that a LiveKit server would pass the call on to; an absent one gives no answer. */
function answering(rooms: Rooms, { room, identity }: { room: string; identity: string }): Participant {
  const participant = rooms.get(room)?.participants.byIdentity(identity);
  if (!participant) throw new TwirpError('unavailable', NO_ANSWER);
  return participant;
}

const notImplemented = (verb: string): TwirpError =>
  new TwirpError('unimplemented', `The mock does not ${verb} participants: its rooms belong to sessions.`);
