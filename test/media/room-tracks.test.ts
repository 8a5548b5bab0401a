import { AddTrackRequest, RequestResponse_Reason, TrackType } from '@livekit/protocol';
import { describe, expect, test } from 'vitest';
import { echo, EventLog, eventually, hostRooms } from './support/room-host.js';
import { admin } from './support/room-admin.js';
import { RoomEvent, RtcClient } from './support/rtc-client.js';
import { SignalClient } from './support/signal-client.js';
import { path, withRoom } from './support/signal-room.js';

type Host = Awaited<ReturnType<typeof hostRooms>>;

const token = (host: Host, identity: string, grants = {}) =>
  host.rooms.mintToken({ room: 'studio', identity, grants });

const BRIGHT = 200;
const DARK = 60;

describe('several tracks of one client', { timeout: 90_000 }, () => {
  test('the newest video is the input, alone, and the older one is again once the newer is unpublished', async () => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio');
    await using client = await RtcClient.connect(host.url, await token(host, 'user'));
    await client.publishVideo('vp8', { luma: BRIGHT });
    await client.nextFrames(5);

    const screen = await client.publishVideo('vp8', { luma: DARK, width: 320, height: 240 });
    await eventually('the newer one', () => client.frames.at(-1)?.width === 320);
    const since = client.frames.length;
    await client.nextFrames(20);
    expect(new Set(client.frames.slice(since).map(({ width }) => width))).toEqual(new Set([320]));

    await client.local.unpublishTrack(screen.sid ?? '');
    await eventually('the older one', () => client.frames.at(-1)?.width === 640);
    expect((await client.nextFrames(10)).mean[0]).toBeGreaterThan(BRIGHT - 20);
  });

  test('a muted newest track stays the input: its frames pause', async () => {
    await using host = await hostRooms({ renderer: echo });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    await using client = await RtcClient.connect(host.url, await token(host, 'user'));
    await client.publishVideo('vp8', { luma: BRIGHT });
    await client.nextFrames(5);
    const newer = await client.publishVideo('vp8', { luma: DARK, width: 320, height: 240 });
    await eventually('the newer one', () => client.frames.at(-1)?.width === 320);
    await admin(host).mutePublishedTrack('studio', 'user', newer.sid ?? '', true);
    await eventually('the pause', () => log.details<boolean>('inputFlows').at(-1) === false);
    await log.until('mediaStopped');
    expect(client.frames.at(-1)?.width).toBe(320);
  });

  test('the model’s audio is there while the client publishes audio', async () => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio');
    await using client = await RtcClient.connect(host.url, await token(host, 'user'));
    await client.publishVideo('vp8');
    await client.nextFrames(3);
    expect(client.trackFrom.map((from) => from.split(':')[1])).toEqual(['video']);
    const gone: unknown[] = [];
    client.room.on(RoomEvent.TrackUnsubscribed, ({ kind }) => gone.push(kind));
    const mic = await client.publishAudio();
    await eventually('the audio', () => client.audioFrames > 10);
    await client.local.unpublishTrack(mic.sid ?? '');
    await eventually('the end of the audio', () => gone.length === 1);
    const again = await client.publishAudio();
    await eventually('the audio again', () => client.trackFrom.length === 3);
    expect(again.sid).not.toBe(mic.sid);
  });

  test('only the session’s own client is the model’s input', async () => {
    await using host = await hostRooms({ renderer: echo });
    const room = await host.rooms.createRoom('studio', { client: 'user' });
    await using other = await RtcClient.connect(host.url, await token(host, 'other'));
    await other.publishVideo('vp8', { luma: DARK });
    await using client = await RtcClient.connect(host.url, await token(host, 'user'));
    await eventually('the other’s frames', () => (client.framesOf.get('other')?.length ?? 0) > 5);
    expect(room.stats.framesIn).toBe(0);
    await client.publishVideo('vp8', { luma: BRIGHT });
    expect((await client.nextFrames(10)).mean[0]).toBeGreaterThan(BRIGHT - 20);
  });
});

describe('tracks of other participants', { timeout: 90_000 }, () => {
  test.each(['vp8', 'h264', 'vp9'] as const)('%s and audio reach those who subscribe', async (codec) => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio', { client: 'absent' });
    await using one = await RtcClient.connect(host.url, await token(host, 'one'));
    await one.publishVideo(codec, { luma: BRIGHT });
    await one.publishAudio();
    await using two = await RtcClient.connect(host.url, await token(host, 'two'));
    await eventually('the video', () => (two.framesOf.get('one')?.length ?? 0) > 10);
    await eventually('the audio', () => two.audioFrames > 10);
    expect(two.framesOf.get('one')?.at(-1)?.mean[0]).toBeGreaterThan(BRIGHT - 20);
    expect(two.trackFrom.sort()).toEqual(['one:audio', 'one:video']);
    expect(one.trackFrom).toEqual([]);
  });

  test('a mute, an unpublished track and a leave reach the others', async () => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio', { client: 'absent' });
    await using two = await RtcClient.connect(host.url, await token(host, 'two'));
    const seen: string[] = [];
    two.room
      .on(RoomEvent.TrackMuted, (_, { identity }) => seen.push(`muted ${identity}`))
      .on(RoomEvent.TrackUnpublished, (_, { identity }) => seen.push(`unpublished ${identity}`))
      .on(RoomEvent.ParticipantDisconnected, ({ identity }) => seen.push(`left ${identity}`));
    const one = await RtcClient.connect(host.url, await token(host, 'one'));
    const publication = await one.publishVideo('vp8');
    const frames = () => two.framesOf.get('one')?.length ?? 0;
    await eventually('the video', () => frames() > 5);
    await admin(host).mutePublishedTrack('studio', 'one', publication.sid ?? '', true);
    await eventually('the mute', () => seen.length === 1);
    await one.local.unpublishTrack(publication.sid ?? '');
    await eventually('the end of the track', () => seen.length === 2);
    await one[Symbol.asyncDispose]();
    await eventually('the leave', () => seen.length === 3);
    expect(seen).toEqual(['muted one', 'unpublished one', 'left one']);
  });

  test('a client without auto-subscribe gets no media section until it subscribes, and loses it when it ends that', async () => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio');
    await using one = await RtcClient.connect(host.url, await token(host, 'one'));
    await one.publishVideo('vp8');
    await one.nextFrames(3);
    await using two = await RtcClient.connect(host.url, await token(host, 'two'), 'V1', false);
    const publications = () =>
      [...two.room.remoteParticipants.values()].flatMap((each) => [...each.trackPublications.values()]);
    await eventually('both tracks', () => publications().length === 2);
    expect(two.trackFrom).toEqual([]);
    const [first] = publications();
    first?.setSubscribed(true);
    await eventually('the one track', () => two.trackFrom.length === 1);
    const frames = () =>
      two.frames.length + [...two.framesOf.values()].reduce((sum, each) => sum + each.length, 0);
    await eventually('frames', () => frames() > 5);
    let ended = false;
    two.room.on(RoomEvent.TrackUnsubscribed, () => (ended = true));
    first?.setSubscribed(false);
    await eventually('the end', () => ended);
    first?.setSubscribed(true);
    await eventually('the track again', () => two.trackFrom.length === 2);
  });
});

describe('what a participant says of itself', () => {
  test(
    'name, metadata and attributes reach everyone, where its token permits that',
    { timeout: 90_000 },
    async () => {
      await using host = await hostRooms();
      await host.rooms.createRoom('studio');
      await using one = await RtcClient.connect(
        host.url,
        await token(host, 'one', { canUpdateOwnMetadata: true }),
      );
      await using two = await RtcClient.connect(host.url, await token(host, 'two'));
      await one.local.updateMetadata('at work');
      await one.local.updateName('One');
      await one.local.setAttributes({ colour: 'blue', size: 'small' });
      await one.local.setAttributes({ size: '' });
      const seen = () => two.room.remoteParticipants.get('one');
      await eventually(
        'all of it',
        () => seen()?.attributes['size'] === undefined && seen()?.attributes['colour'] === 'blue',
      );
      expect(seen()).toMatchObject({ metadata: 'at work', name: 'One', attributes: { colour: 'blue' } });
    },
  );

  test('it hears of every change before the answer to it, in a series as well', async () => {
    await using host = await withRoom();
    const client = new SignalClient(path(host, await token(host, 'user', { canUpdateOwnMetadata: true })));
    await client.until('join');
    const names = ['A', 'B', 'C'];
    for (const [requestId, name] of names.entries()) {
      const value = { requestId, name, metadata: '', attributes: {} } as never;
      client.send({ case: 'updateMetadata', value });
    }
    const known: (string | undefined)[] = [];
    await eventually('every answer', () => {
      known.splice(0);
      let name: string | undefined;
      for (const { case: kind, value } of client.messages) {
        if (kind === 'update') name = value.participants.find(({ identity }) => identity === 'user')?.name;
        if (kind === 'requestResponse') known.push(name);
      }
      return known.length === names.length;
    });
    // Changes that follow at once are announced together, so it may know of a later one already.
    expect(known.filter((name, at) => names.indexOf(name ?? '') < at)).toEqual([]);
  });

  test('a token without the permission is refused, and others hear nothing', async () => {
    await using host = await withRoom();
    const client = new SignalClient(path(host, await token(host, 'user')));
    await client.until('join');
    const value = { requestId: 3, name: 'User', metadata: '', attributes: {} } as never;
    client.send({ case: 'updateMetadata', value });
    expect(await client.until('requestResponse')).toMatchObject({
      requestId: 3,
      reason: RequestResponse_Reason.NOT_ALLOWED,
      message: 'does not have permission to update own metadata',
    });
    expect(client.messages.map((message) => message.case)).not.toContain('update');
  });

  test('the answer names the request; a change over the limit changes nothing', async () => {
    await using host = await withRoom();
    const client = new SignalClient(path(host, await token(host, 'user', { canUpdateOwnMetadata: true })));
    await client.until('join');
    const metadata = 'm'.repeat(64_001);
    client.send({
      case: 'updateMetadata',
      value: { requestId: 7, name: '', metadata, attributes: {} } as never,
    });
    expect(await client.until('requestResponse')).toMatchObject({
      requestId: 7,
      reason: RequestResponse_Reason.LIMIT_EXCEEDED,
      message: 'exceeds metadata size limit',
      request: { case: 'updateMetadata' },
    });
    expect(client.messages.map((message) => message.case)).not.toContain('update');
  });
});

test('a client that announces no video is reported after a while, one that does is not', async () => {
  await using host = await withRoom();
  await using watcher = await RtcClient.connect(host.url, await token(host, 'watcher'));
  const publisher = new SignalClient(path(host, await token(host, 'publisher')));
  await publisher.until('join');
  publisher.send({ case: 'addTrack', value: new AddTrackRequest({ cid: 'cam', type: TrackType.VIDEO }) });
  await publisher.until('trackPublished');
  await host.log.until('announcedNothing');
  expect(host.log.details('announcedNothing')).toEqual([{ identity: watcher.local.identity }]);
});
