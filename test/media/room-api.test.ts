import { DataPacket_Kind, ListRoomsRequest, ListRoomsResponse, TrackType } from '@livekit/protocol';
import { AccessToken } from 'livekit-server-sdk';
import { describe, expect, test } from 'vitest';
import { every } from '../../src/media/real-time.js';
import { accountOf } from '../unit/realtime/support/start.js';
import { join, startReal } from './support/joined.js';
import { admin, twirp } from './support/room-admin.js';
import { echo, EventLog, eventually, hostRooms, KEYS } from './support/room-host.js';
import { RoomEvent, RtcClient } from './support/rtc-client.js';

async function studio() {
  const host = await hostRooms({ renderer: echo });
  const log = new EventLog();
  const room = await host.rooms.createRoom('studio', { events: log.events });
  const connect = async (identity: string) =>
    RtcClient.connect(host.url, await host.rooms.mintToken({ room: 'studio', identity }));
  return { ...host, log, room, connect, admin: admin(host) };
}

describe('rooms', { timeout: 60_000 }, () => {
  test('are listed, by name as well, with their participants', async () => {
    await using host = await studio();
    await host.rooms.createRoom('other');
    await using user = await host.connect('user');
    const rooms = await host.admin.listRooms();
    expect(rooms.map(({ name }) => name)).toEqual(['studio', 'other']);
    expect(rooms[0]).toMatchObject({
      sid: expect.stringMatching(/^RM_/) as string,
      numParticipants: 2,
      emptyTimeout: 300,
      departureTimeout: 20,
    });
    expect(user.room.isConnected).toBe(true);
    expect((await host.admin.listRooms(['other', 'unknown'])).map(({ name }) => name)).toEqual(['other']);
  });

  test('a deleted room disconnects its clients and is gone', async () => {
    await using host = await studio();
    await using user = await host.connect('user');
    await host.admin.deleteRoom('studio');
    await eventually('the disconnect', () => !user.room.isConnected);
    expect(host.log.details('participantLeft')).toEqual([{ identity: 'user', reason: 'room deleted' }]);
    expect(await host.admin.listRooms()).toEqual([]);
    await expect(host.admin.deleteRoom('studio')).rejects.toMatchObject({ status: 404, code: 'not_found' });
  });

  test('metadata reaches the clients, those that join later as well', async () => {
    await using host = await studio();
    await using early = await host.connect('early');
    expect(await host.admin.updateRoomMetadata('studio', 'closing time')).toMatchObject({
      metadata: 'closing time',
    });
    await eventually('the metadata', () => early.room.metadata === 'closing time');
    await using late = await host.connect('late');
    expect(late.room.metadata).toBe('closing time');
  });

  test('an existing room is the answer to its creation; another one cannot be created', async () => {
    await using host = await studio();
    expect(await host.admin.createRoom({ name: 'studio' })).toMatchObject({ name: 'studio' });
    await expect(host.admin.createRoom({ name: 'new' })).rejects.toMatchObject({
      status: 501,
      code: 'unimplemented',
    });
  });
});

describe('participants', { timeout: 60_000 }, () => {
  test('are listed with their tracks, the inference participant first', async () => {
    await using host = await studio();
    await using user = await host.connect('user');
    const { sid } = await user.publishVideo('vp8');
    await user.nextFrames(1);
    const [model, client] = await host.admin.listParticipants('studio');
    expect(model?.joinedAtMs).toBeGreaterThan(0n);
    expect(model?.joinedAtMs).toBeLessThanOrEqual(client?.joinedAtMs ?? 0n);
    expect(model?.identity).toMatch(/^inference-server-/);
    expect(model?.tracks).toHaveLength(1);
    expect(client).toMatchObject({
      identity: 'user',
      tracks: [{ sid, type: TrackType.VIDEO, mimeType: 'video/VP8', muted: false }],
      isPublisher: true,
    });
    expect(await host.admin.getParticipant('studio', 'user')).toMatchObject({ sid: client?.sid });
    await expect(host.admin.getParticipant('studio', 'absent')).rejects.toMatchObject({ status: 404 });
    expect(await host.admin.listParticipants('unknown')).toEqual([]);
  });

  test('a removed one is disconnected, and the others hear of it', async () => {
    await using host = await studio();
    await using user = await host.connect('user');
    await using other = await host.connect('other');
    const left: string[] = [];
    other.room.on(RoomEvent.ParticipantDisconnected, ({ identity }) => left.push(identity));
    await host.admin.removeParticipant('studio', 'user');
    await eventually('the disconnect', () => !user.room.isConnected && left.length === 1);
    expect(left).toEqual(['user']);
    await expect(host.admin.removeParticipant('studio', 'user')).rejects.toMatchObject({
      status: 404,
      message: 'participant not found',
    });
  });

  test('the inference participant leaves when it is removed, and nothing is generated any more', async () => {
    await using host = await studio();
    await using user = await host.connect('user');
    await user.publishVideo('vp8');
    await user.nextFrames(3);
    const [model] = await host.admin.listParticipants('studio');
    await host.admin.removeParticipant('studio', model?.identity ?? '');
    await host.log.until('mediaStopped');
    await eventually('the leave', () => user.room.remoteParticipants.size === 0);
    expect((await host.admin.listParticipants('studio')).map(({ identity }) => identity)).toEqual(['user']);
  });

  test('a muted track stops, at its publisher and as input; it cannot be unmuted from outside', async () => {
    await using host = await studio();
    await using user = await host.connect('user');
    const { sid = '' } = await user.publishVideo('vp8');
    await user.nextFrames(3);
    expect(await host.admin.mutePublishedTrack('studio', 'user', sid, true)).toMatchObject({
      sid,
      muted: true,
    });
    await eventually('the pause', () => host.log.details<boolean>('inputFlows').at(-1) === false);
    await expect(host.admin.mutePublishedTrack('studio', 'user', sid, false)).rejects.toMatchObject({
      status: 412,
      code: 'failed_precondition',
    });
  });

  test('the model’s video is muted for all', async () => {
    await using host = await studio();
    await using user = await host.connect('user');
    await user.publishVideo('vp8');
    await user.nextFrames(3);
    const [model] = await host.admin.listParticipants('studio');
    const sid = model?.tracks[0]?.sid ?? '';
    await host.admin.mutePublishedTrack('studio', model?.identity ?? '', sid, true);
    const muted = () => [...user.room.remoteParticipants.values()][0]?.trackPublications.get(sid)?.muted;
    await eventually('the mute', muted);
    const { framesOut } = host.room.stats;
    const { length } = user.frames;
    await eventually('more output', () => host.room.stats.framesOut > framesOut + 30);
    // Frames on their way to the client may still arrive.
    expect(user.frames.length).toBeLessThan(length + 15);
  });

  test('name, metadata, attributes and permissions are changed from outside', async () => {
    await using host = await studio();
    await using user = await host.connect('user');
    const changed = await host.admin.updateParticipant('studio', 'user', {
      name: 'User',
      metadata: 'm',
      attributes: { colour: 'blue' },
      permission: { canPublish: false, canSubscribe: true, canPublishData: true },
    });
    expect(changed).toMatchObject({ name: 'User', metadata: 'm', attributes: { colour: 'blue' } });
    await eventually('the name', () => user.local.name === 'User');
    await expect(user.publishVideo('vp8')).rejects.toThrow();
  });

  test('subscriptions are changed from outside', async () => {
    await using host = await studio();
    await using user = await host.connect('user');
    await user.publishVideo('vp8');
    await user.nextFrames(3);
    const [model] = await host.admin.listParticipants('studio');
    const sids = [model?.tracks[0]?.sid ?? ''];
    await host.admin.updateSubscriptions('studio', 'user', sids, false);
    const { framesOut } = host.room.stats;
    const { length } = user.frames;
    await eventually('more output', () => host.room.stats.framesOut > framesOut + 30);
    // Frames on their way to the client may still arrive.
    expect(user.frames.length).toBeLessThan(length + 15);
    await host.admin.updateSubscriptions('studio', 'user', sids, true);
    await user.nextFrames(10);
  });

  test('data reaches those it is for, without a sender', async () => {
    await using host = await studio();
    await using one = await host.connect('one');
    await using two = await host.connect('two');
    const heard = new Set<string>();
    for (const { room, local } of [one, two]) {
      room.on(RoomEvent.DataReceived, (payload: Uint8Array, from, _, topic) => {
        heard.add(`${local.identity} ${new TextDecoder().decode(payload)} ${topic} ${from?.identity}`);
      });
    }
    const send = (text: string, options: object) =>
      host.admin.sendData('studio', new TextEncoder().encode(text), DataPacket_Kind.RELIABLE, options);
    // As in LiveKit, an administrator's packet is lost before a client's data channel is open: it is sent until both have it.
    const stop = every(50, () => void send('second', { topic: 'chat' }));
    await eventually('the second, by both', () => heard.size === 2).finally(stop);
    await send('first', { destinationIdentities: ['two'], topic: 'chat' });
    await eventually('the first', () => heard.size === 3);
    expect([...heard].sort()).toEqual([
      'one second chat undefined',
      'two first chat undefined',
      'two second chat undefined',
    ]);
  });
});

describe('the protocol', () => {
  test.each([
    ['no token', 'ListRooms', {}, undefined],
    ['no roomList', 'ListRooms', {}, { roomAdmin: true, room: 'studio' }],
    ['no roomCreate', 'DeleteRoom', { room: 'studio' }, { roomList: true }],
    ['admin of another room', 'ListParticipants', { room: 'studio' }, { roomAdmin: true, room: 'other' }],
    ['no roomAdmin', 'RemoveParticipant', { room: 'studio', identity: 'x' }, { room: 'studio' }],
  ] as const)('%s is 401', async (_, method, body, grants) => {
    await using host = await studio();
    expect(await twirp(host, method, body, grants && { grants })).toEqual({
      status: 401,
      body: { code: 'unauthenticated', msg: 'permissions denied' },
    });
    expect(host.rooms.room('studio')).toBeDefined();
  });

  test('a token that cannot be read is 401 in plain text', async () => {
    await using host = await studio();
    const answer = await twirp(host, 'ListRooms', {}, { headers: { authorization: 'Bearer nonsense' } });
    expect(answer).toEqual({ status: 401, body: 'invalid authorization token' });
  });

  const grants = { roomList: true };

  test.each([
    ['an unknown method', 'Nope', {}, {}, 404, 'bad_route'],
    ['another content type', 'ListRooms', {}, { 'content-type': 'text/plain' }, 404, 'bad_route'],
    ['a body that is no JSON', 'ListRooms', '{', {}, 400, 'malformed'],
  ] as const)('%s', async (_, method, body, headers, status, code) => {
    await using host = await studio();
    expect(await twirp(host, method, body, { grants, headers })).toMatchObject({ status, body: { code } });
  });

  test('a GET is 404; a preflight permits POST from anywhere', async () => {
    await using host = await studio();
    const url = `${host.url.replace('ws', 'http')}/twirp/livekit.RoomService/ListRooms`;
    expect((await fetch(url)).status).toBe(404);
    const headers = { origin: 'https://app.example', 'access-control-request-headers': 'authorization' };
    const preflight = await fetch(url, { method: 'OPTIONS', headers });
    expect(preflight.status).toBe(204);
    const allowed = ['origin', 'methods', 'headers'].map((name) =>
      preflight.headers.get(`access-control-allow-${name}`),
    );
    expect(allowed).toEqual(['https://app.example', 'POST', 'authorization']);
  });

  test('bodies may be protobuf', async () => {
    await using host = await studio();
    const token = new AccessToken(KEYS.key, KEYS.secret);
    token.addGrant(grants);
    const response = await fetch(`${host.url.replace('ws', 'http')}/twirp/livekit.RoomService/ListRooms`, {
      method: 'POST',
      headers: { 'content-type': 'application/protobuf', authorization: `Bearer ${await token.toJwt()}` },
      body: Buffer.from(new ListRoomsRequest({ names: ['studio'] }).toBinary()),
    });
    expect(response.headers.get('content-type')).toBe('application/protobuf');
    const { rooms } = ListRoomsResponse.fromBinary(new Uint8Array(await response.arrayBuffer()));
    expect(rooms.map(({ name }) => name)).toEqual(['studio']);
  });
});

test(
  'the mock’s own URL serves it for the rooms of sessions; a deleted room ends the generation',
  { timeout: 60_000 },
  async () => {
    await using mock = await startReal();
    const { clock } = accountOf(mock);
    await using session = await join(mock, { prompt: 'Anime style' });
    const { client, room } = session;
    await room.publishVideo('vp8');
    await client.next('generation_started');
    const service = admin(mock);
    const { room_name: name } = await client.next('livekit_room_info');
    expect((await service.listRooms()).map((each) => each.name)).toEqual([name]);
    await service.deleteRoom(String(name));
    await eventually('the leave', () => clock.pending.some(({ label }) => label === 'client left its room'));
    await clock.advance(15_000);
    expect(await client.next('generation_ended')).toMatchObject({ reason: 'disconnect' });
  },
);
