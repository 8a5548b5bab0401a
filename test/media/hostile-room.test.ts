import { Agent, request } from 'node:http';
import {
  AddTrackRequest,
  MuteTrackRequest,
  RequestResponse_Reason,
  TrackType,
  UpdateParticipantMetadata,
} from '@livekit/protocol';
import { AccessToken } from 'livekit-server-sdk';
import { describe, expect, test } from 'vitest';
import { DIALECTS, SignalClient, signalPath } from './support/signal-client.js';
import { admin } from './support/room-admin.js';
import { withRoom } from './support/signal-room.js';
import { eventually, KEYS, type RoomHost } from './support/room-host.js';

/** Clients that do more than an SDK would: the room serves everyone else as before. */

const CHANGES = 1_000;
const MAY_UPDATE = { grants: { canUpdateOwnMetadata: true } };

async function join(
  host: RoomHost,
  options: { identity?: string; grants?: object } = {},
  dialect = DIALECTS[0],
) {
  const token = await host.rooms.mintToken({ room: 'studio', identity: 'user', ...options });
  const client = new SignalClient(signalPath(host.url, token, dialect));
  await client.until('join');
  return client;
}

const all = <C extends string>(client: SignalClient, kind: C) =>
  client.messages.flatMap((message) => (message.case === kind ? [message.value] : [])) as Extract<
    SignalClient['messages'][number],
    { case: C }
  >['value'][];

const lastUpdate = (client: SignalClient) => all(client, 'update').at(-1)?.participants[0];

const setAttributes = (client: SignalClient, requestId: number, attributes: Record<string, string>): void =>
  client.send({ case: 'updateMetadata', value: new UpdateParticipantMetadata({ requestId, attributes }) });

describe('many changes at once', () => {
  test('of attributes are all applied and answered, and announced together', async () => {
    await using host = await withRoom();
    const client = await join(host, MAY_UPDATE);
    for (let id = 0; id < CHANGES; id++) setAttributes(client, id, { [`k${id}`]: 'v' });
    await eventually(
      'every attribute',
      () => Object.keys(lastUpdate(client)?.attributes ?? {}).length === CHANGES,
    );
    await eventually('every answer', () => all(client, 'requestResponse').length === CHANGES);
    expect(all(client, 'requestResponse').every(({ reason }) => reason === RequestResponse_Reason.OK)).toBe(
      true,
    );
    expect(all(client, 'update').length).toBeLessThan(CHANGES / 5);
    client.socket.terminate();
  });

  test('of a track’s mute are announced together, and the first one at once', async () => {
    await using host = await withRoom();
    const client = await join(host, MAY_UPDATE);
    client.send({ case: 'addTrack', value: new AddTrackRequest({ cid: 'cam', type: TrackType.VIDEO }) });
    const sid = (await client.until('trackPublished')).track?.sid ?? '';
    const mute = (muted: boolean): void =>
      client.send({ case: 'mute', value: new MuteTrackRequest({ sid, muted }) });
    expect(all(client, 'update')).toHaveLength(0);
    mute(true);
    await client.until('update');
    for (let at = 0; at < CHANGES; at++) mute(at % 2 === 1);
    setAttributes(client, 1, { after: 'the last mute' });
    await eventually('the last change', () => lastUpdate(client)?.attributes['after'] === 'the last mute');
    expect(host.log.details('trackMuted')).toHaveLength(CHANGES + 1);
    expect(all(client, 'update').length).toBeLessThan(CHANGES / 5);
    client.socket.terminate();
  });

  test('of one attribute count its bytes once; a removed one makes room', async () => {
    await using host = await withRoom();
    const client = await join(host, MAY_UPDATE);
    const changes = [{ a: 40_000 }, { a: 40_000 }, { b: 40_000 }, { a: 0, b: 40_000 }, { a: 40_000 }];
    changes.forEach((sizes, id) =>
      setAttributes(
        client,
        id,
        Object.fromEntries(Object.entries(sizes).map(([key, size]) => [key, 'v'.repeat(size)])),
      ),
    );
    await eventually('every answer', () => all(client, 'requestResponse').length === changes.length);
    const message = 'exceeds attributes size limit';
    expect(all(client, 'requestResponse').map((answer) => answer.message)).toEqual([
      '',
      '',
      message,
      '',
      message,
    ]);
    await eventually('the last state', () => Object.keys(lastUpdate(client)?.attributes ?? {})[0] === 'b');
    client.socket.terminate();
  });
});

describe('a track that is refused', () => {
  const add = (client: SignalClient, cid: string): void =>
    client.send({ case: 'addTrack', value: new AddTrackRequest({ cid, type: TrackType.VIDEO }) });
  const refused = (reason: RequestResponse_Reason, cid: string) => [
    { reason, request: { case: 'addTrack', value: { cid } } },
  ];

  test('by the token’s permissions has an answer', async () => {
    await using host = await withRoom();
    const client = await join(host, { grants: { canPublish: false } });
    add(client, 'cam');
    await client.until('requestResponse');
    expect(all(client, 'requestResponse')).toMatchObject(refused(RequestResponse_Reason.NOT_ALLOWED, 'cam'));
    client.socket.terminate();
  });

  test('as the 101st has an answer', async () => {
    await using host = await withRoom();
    const client = await join(host);
    for (let at = 1; at <= 101; at++) add(client, `cam${at}`);
    await client.until('requestResponse');
    expect(all(client, 'trackPublished')).toHaveLength(100);
    expect(all(client, 'requestResponse')).toMatchObject(
      refused(RequestResponse_Reason.LIMIT_EXCEEDED, 'cam101'),
    );
    client.socket.terminate();
  });
});

test('a client with the identity of the model replaces it, and can be removed', async () => {
  await using host = await withRoom();
  const rooms = admin(host);
  const identities = async (): Promise<string[]> =>
    (await rooms.listParticipants('studio')).map(({ identity }) => identity);
  const [model = ''] = await identities();
  const client = await join(host, { identity: model });
  expect((await client.until('join')).otherParticipants).toEqual([]);
  expect(await identities()).toEqual([model]);
  expect((await rooms.getParticipant('studio', model)).sid).toBe(
    (await client.until('join')).participant?.sid,
  );
  await rooms.removeParticipant('studio', model);
  await eventually('the close', () => client.closed);
  expect(await identities()).toEqual([]);
});

describe('a body that is too large', () => {
  test('is refused, and the next call on its connection is answered', async () => {
    await using host = await withRoom();
    const token = new AccessToken(KEYS.key, KEYS.secret);
    token.addGrant({ roomList: true });
    const authorization = `Bearer ${await token.toJwt()}`;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const list = (body: string): Promise<{ status: number | undefined; text: string; again: boolean }> =>
      new Promise((resolve, reject) => {
        const call = request(
          `${host.url.replace('ws', 'http')}/twirp/livekit.RoomService/ListRooms`,
          { method: 'POST', agent, headers: { authorization, 'content-type': 'application/json' } },
          (response) => {
            let text = '';
            response.on('data', (chunk: Buffer) => (text += chunk.toString()));
            response.on('end', () =>
              resolve({ status: response.statusCode, text, again: call.reusedSocket }),
            );
          },
        );
        call.on('error', reject);
        call.end(body);
      });
    expect(await list(' '.repeat(2_000_000))).toMatchObject({ status: 400, again: false });
    expect(await list('{}')).toMatchObject({
      status: 200,
      text: expect.stringContaining('studio') as string,
      again: true,
    });
    agent.destroy();
  });
});
