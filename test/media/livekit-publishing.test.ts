import { AddTrackRequest, SessionDescription, TrackType } from '@livekit/protocol';
import { RTCPeerConnection } from 'werift';
import { describe, expect, test } from 'vitest';
import { admin } from './support/room-admin.js';
import { echo, EventLog, eventually, hostRooms, type RoomHost } from './support/room-host.js';
import { RtcClient } from './support/rtc-client.js';
import { DIALECTS, SignalClient } from './support/signal-client.js';
import { path, withRoom } from './support/signal-room.js';

describe.each(DIALECTS)('a client that publishes, in %s', (dialect) => {
  const connect = async ({ rooms, url }: RoomHost, identity: string) =>
    RtcClient.connect(url, await rooms.mintToken({ room: 'studio', identity }), dialect);

  test('refuses a track that is offered in AV1 alone, and takes the next one', async () => {
    await using host = await hostRooms({ renderer: echo });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    await using client = await connect(host, 'user');
    const { sid = '' } = await client.publishVideo('av1');
    await client.local.publishData(new TextEncoder().encode('hello'), { reliable: true });
    await log.until('data');
    await client.local.unpublishTrack(sid);
    await client.publishVideo('vp8');
    await client.nextFrames(3);
    expect(log.details('inputVideo')).toEqual([expect.objectContaining({ codec: 'vp8' })]);
    expect(log.names()).not.toContain('signalLost');
  });

  test('keeps two simulcast tracks of a client apart: the model works on the newer one', async () => {
    await using host = await hostRooms({ renderer: echo });
    await host.rooms.createRoom('studio');
    await using client = await connect(host, 'user');
    await client.publishVideo('vp8', { width: 640, height: 360, simulcast: true, luma: 60 });
    await client.nextFrames(3);
    await client.publishVideo('vp8', { width: 320, height: 180, simulcast: true, luma: 200 });
    await eventually('the newer track', () => (client.frames.at(-1)?.mean[0] ?? 0) > 180);
    await client.nextFrames(30);
    const last = client.frames.slice(-30);
    expect(new Set(last.map(({ height }) => height))).toEqual(new Set([180]));
    expect(Math.min(...last.map(({ mean }) => mean[0]))).toBeGreaterThan(180);
  });

  test('sends data after a microphone was unpublished, and takes the next track', async () => {
    await using host = await hostRooms({ renderer: echo });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    await using client = await connect(host, 'user');
    for (const count of [1, 2]) {
      const { sid = '' } = await client.publishAudio();
      await eventually('audio', () => client.audioFrames > 0);
      await client.local.unpublishTrack(sid);
      await client.local.publishData(new TextEncoder().encode('hello'), { reliable: true });
      await eventually('the packet', () => log.details('data').length === count);
      client.audioFrames = 0;
    }
    await client.publishVideo('vp8');
    await client.nextFrames(3);
    expect(log.names()).not.toContain('signalLost');
  });
});

/** An offer that sends the track `cid`. */
async function videoOffer(cid: string): Promise<string> {
  const connection = new RTCPeerConnection({ iceServers: [] });
  connection.addTransceiver('video', { direction: 'sendonly' });
  const { sdp } = await connection.createOffer();
  await connection.close();
  return sdp.replace('a=sendonly', `a=msid:- ${cid}\r\na=sendonly`);
}

test('the server tells a client that its track ended only when the client did not end it itself', async () => {
  await using host = await withRoom();
  const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
  const client = new SignalClient(path(host, token));
  await client.until('join');
  const cid = 'camera';
  const sdp = await videoOffer(cid);
  const offer = (sdp: string, id: number): void =>
    client.send({ case: 'offer', value: new SessionDescription({ type: 'offer', sdp, id }) });
  const sids = (): string[] =>
    client.messages.flatMap(({ case: kind, value }) =>
      kind === 'trackPublished' ? [value.track?.sid ?? ''] : [],
    );
  const publish = async (id: number): Promise<string> => {
    const { length } = sids();
    client.send({ case: 'addTrack', value: new AddTrackRequest({ cid, type: TrackType.VIDEO }) });
    offer(sdp, id);
    return eventually('the track', () => sids()[length]);
  };
  const own = await publish(1);
  offer(sdp.replace('a=sendonly', 'a=inactive'), 2);
  await host.log.until('trackUnpublished', ({ trackSid }: { trackSid: string }) => trackSid === own);
  const revoked = await publish(3);
  const permission = { canPublish: false, canSubscribe: true };
  await admin(host).updateParticipant('studio', 'user', { permission });
  expect(await client.until('trackUnpublished')).toMatchObject({ trackSid: revoked });
});
