import {
  AddTrackRequest,
  MuteTrackRequest,
  RequestResponse_Reason,
  TrackPermission,
  SubscriptionPermission,
  TrackType,
  UpdateParticipantMetadata,
  VideoLayer,
} from '@livekit/protocol';
import { expect, test } from 'vitest';
import { SignalClient, signalPath } from './support/signal-client.js';
import { withRoom } from './support/signal-room.js';
import { eventually, type RoomHost } from './support/room-host.js';

/** Clients that send more than a room can work on at once. */

async function join(host: RoomHost, identity: string, grants: object = {}): Promise<SignalClient> {
  const token = await host.rooms.mintToken({ room: 'studio', identity, grants });
  const client = new SignalClient(signalPath(host.url, token));
  await client.until('join');
  return client;
}

async function announce(client: SignalClient): Promise<string> {
  client.send({ case: 'addTrack', value: new AddTrackRequest({ cid: 'cam', type: TrackType.VIDEO }) });
  return (await client.until('trackPublished')).track?.sid ?? '';
}

const mute = (client: SignalClient, sid: string, muted: boolean): void =>
  client.send({ case: 'mute', value: new MuteTrackRequest({ sid, muted }) });

const answers = ({ messages }: SignalClient) =>
  messages.flatMap((message) => (message.case === 'requestResponse' ? [message.value] : []));

test('a message of one client is applied between thousands of another one', async () => {
  const COUNT = 20_000;
  await using host = await withRoom();
  const [flooding, other] = [await join(host, 'flooding'), await join(host, 'other')];
  const [many, one] = [await announce(flooding), await announce(other)];
  for (let at = 0; at < COUNT; at++) mute(flooding, many, at % 2 === 0);
  mute(other, one, true);
  const muted = () => host.log.details<{ identity: string }>('trackMuted');
  await eventually('every change', () => muted().length === COUNT + 1);
  expect(muted().findIndex(({ identity }) => identity === 'other')).toBeLessThan(COUNT / 4);
  for (const { socket } of [flooding, other]) socket.terminate();
});

test('a client that does not read is disconnected with 16 MiB unread', async () => {
  await using host = await withRoom();
  const client = await join(host, 'user', { canUpdateOwnMetadata: true });
  client.socket.pause();
  const value = new UpdateParticipantMetadata({ metadata: 'm'.repeat(60_000) });
  for (let at = 0; at < 1_000; at++) client.send({ case: 'updateMetadata', value });
  client.send({ case: 'addTrack', value: new AddTrackRequest({ cid: 'cam', type: TrackType.VIDEO }) });
  expect(await host.log.until('signalLost')).toEqual({ identity: 'user' });
  expect(host.log.names()).not.toContain('trackPublished');
  client.socket.terminate();
});

test('a message over 256 KiB closes its socket with 1009', async () => {
  await using host = await withRoom();
  const client = await join(host, 'user');
  const trackPermissions = Array.from({ length: 140_000 }, () => new TrackPermission());
  client.send({ case: 'subscriptionPermission', value: new SubscriptionPermission({ trackPermissions }) });
  await eventually('the close', () => client.closed);
  expect(client.closed).toMatchObject({ code: 1009 });
});

test('a track with thousands of layers is refused by its id alone', async () => {
  await using host = await withRoom();
  const client = await join(host, 'user');
  const layers = Array.from({ length: 100_000 }, () => new VideoLayer());
  client.send({ case: 'addTrack', value: new AddTrackRequest({ cid: 'cam', layers }) });
  await client.until('requestResponse');
  const [answer] = answers(client);
  expect(answer).toMatchObject({ reason: RequestResponse_Reason.LIMIT_EXCEEDED });
  expect(answer?.request.value).toEqual(new AddTrackRequest({ cid: 'cam' }));
  client.socket.terminate();
});
