import { AddTrackRequest, LeaveRequest_Action, Ping, TrackSource, TrackType } from '@livekit/protocol';
import { AccessToken } from 'livekit-server-sdk';
import { describe, expect, test } from 'vitest';
import { EventLog, eventually, hostRooms, KEYS } from './support/room-host.js';
import { SignalClient } from './support/signal-client.js';
import { path, validate, withRoom } from './support/signal-room.js';

describe('joining', () => {
  test('the first message is a join that names the inference participant; an offer of data channels follows', async () => {
    await using host = await withRoom();
    const token = await host.rooms.mintToken({
      room: 'studio',
      identity: 'user',
      attributes: { colour: 'blue' },
    });
    const client = new SignalClient(path(host, token));
    const join = await client.until('join');
    expect(client.messages[0]?.case).toBe('join');
    expect(join.room).toMatchObject({ name: 'studio', sid: expect.stringMatching(/^RM_/) as string });
    expect(join.participant).toMatchObject({ identity: 'user', attributes: { colour: 'blue' } });
    expect(join.participant?.permission).toMatchObject({ canPublish: true, canSubscribe: true });
    expect(join.otherParticipants.map(({ identity }) => identity)).toEqual([
      expect.stringMatching(/^inference-server-/),
    ]);
    expect(join).toMatchObject({ subscriberPrimary: true, pingInterval: 5, pingTimeout: 15 });
    expect(join.serverVersion).not.toBe('');
    const offer = await client.until('offer');
    expect(offer).toMatchObject({ type: 'offer', id: 1 });
    expect(offer.sdp).toContain('m=application');
    expect(offer.sdp).not.toContain('m=video');
    expect(offer.sdp).toContain(' 127.0.0.1 ');
  });

  test('the token may be a bearer token, as rtc-node sends it', async () => {
    await using host = await withRoom();
    const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
    const client = new SignalClient(`${host.url}/rtc?protocol=17`, { authorization: `Bearer ${token}` });
    expect((await client.until('join')).participant?.identity).toBe('user');
  });

  const STUDIO = { roomJoin: true, room: 'studio' };
  const signedBy = async (secret: string, grant: object, ttl: number, key: string = KEYS.key) => {
    const token = new AccessToken(key, secret, { identity: 'user', ttl });
    token.addGrant(grant);
    return token.toJwt();
  };

  test.each([
    ['no token', () => Promise.resolve(''), 401, 'no permissions to access the room'],
    ['an unreadable token', () => Promise.resolve('nonsense'), 401, 'invalid authorization token'],
    [
      'a token of another key',
      () => signedBy(KEYS.secret, STUDIO, 60, 'someone'),
      401,
      'invalid API key: someone',
    ],
    [
      'a token by another secret',
      () => signedBy('wrong', STUDIO, 60),
      401,
      'invalid token: [redacted], error: go-jose/go-jose: error in cryptographic primitive',
    ],
    [
      'an expired token',
      () => signedBy(KEYS.secret, STUDIO, -60),
      401,
      'invalid token: [redacted], error: go-jose/go-jose/jwt: validation failed, token is expired (exp)',
    ],
    [
      'a token without roomJoin',
      () => signedBy(KEYS.secret, { room: 'studio' }, 60),
      401,
      'permissions denied',
    ],
    ['a token without a room', () => signedBy(KEYS.secret, { roomJoin: true }, 60), 400, 'no room name'],
  ])(
    '%s is rejected with the text of a livekit-server, at the socket and at validate',
    async (_, mint, status, text) => {
      await using host = await withRoom();
      const token = await mint();
      const client = new SignalClient(path(host, token));
      const refused = await eventually('the rejection', () => client.rejection);
      expect(refused).toMatchObject({ status, body: text });
      expect(await validate(host, token)).toEqual({ status, body: refused.body, cors: '*' });
      expect(host.log.names()).toEqual([]);
    },
  );

  test('a room that was not created is 404', async () => {
    await using host = await withRoom();
    const token = await host.rooms.mintToken({ room: 'elsewhere', identity: 'user' });
    const client = new SignalClient(path(host, token));
    expect(await eventually('the rejection', () => client.rejection)).toEqual({
      status: 404,
      body: 'requested room does not exist',
    });
  });

  test('a second client with the same identity disconnects the first', async () => {
    await using host = await withRoom();
    const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
    const first = new SignalClient(path(host, token));
    await first.until('join');
    const second = new SignalClient(path(host, token));
    await second.until('join');
    expect(await first.until('leave')).toMatchObject({ action: LeaveRequest_Action.DISCONNECT });
    expect(host.log.details('participantLeft')).toEqual([{ identity: 'user', reason: 'duplicate identity' }]);
  });
});

describe('in the room', () => {
  test('a track is published under the client’s own id and muted, with events', async () => {
    await using host = await withRoom();
    const client = new SignalClient(
      path(host, await host.rooms.mintToken({ room: 'studio', identity: 'user' })),
    );
    await client.until('join');
    client.send({
      case: 'addTrack',
      value: new AddTrackRequest({
        cid: 'cam',
        type: TrackType.VIDEO,
        source: TrackSource.CAMERA,
        width: 1280,
        height: 720,
      }),
    });
    const { cid, track } = await client.until('trackPublished');
    expect(cid).toBe('cam');
    expect(track?.sid).toMatch(/^TR_/);
    client.send({ case: 'mute', value: { sid: track?.sid ?? '', muted: true } as never });
    await host.log.until('trackMuted');
    expect(host.log.details('trackMuted')).toEqual([
      { identity: 'user', trackSid: track?.sid, kind: 'video', muted: true },
    ]);
  });

  test('a viewer’s track is not published', async () => {
    await using host = await withRoom();
    const grants = { canPublish: false };
    const client = new SignalClient(
      path(host, await host.rooms.mintToken({ room: 'studio', identity: 'viewer', grants })),
    );
    expect((await client.until('join')).participant?.permission?.canPublish).toBe(false);
    client.send({ case: 'addTrack', value: new AddTrackRequest({ cid: 'cam', type: TrackType.VIDEO }) });
    client.send({ case: 'pingReq', value: new Ping({ timestamp: 1n }) });
    await client.until('pongResp');
    expect(client.messages.map((message) => message.case)).not.toContain('trackPublished');
  });

  test('both kinds of ping are answered', async () => {
    await using host = await withRoom();
    const client = new SignalClient(
      path(host, await host.rooms.mintToken({ room: 'studio', identity: 'user' })),
    );
    await client.until('join');
    client.send({ case: 'ping', value: 5n });
    client.send({ case: 'pingReq', value: new Ping({ timestamp: 77n }) });
    await client.until('pong');
    expect(await client.until('pongResp')).toMatchObject({ lastPingTimestamp: 77n });
  });

  test('a leave closes the socket cleanly and removes the participant', async () => {
    await using host = await withRoom();
    const client = new SignalClient(
      path(host, await host.rooms.mintToken({ room: 'studio', identity: 'user' })),
    );
    await client.until('join');
    client.send({ case: 'leave', value: {} as never });
    expect(await eventually('the close', () => client.closed)).toMatchObject({ code: 1000 });
    expect(host.log.details('participantLeft')).toEqual([{ identity: 'user', reason: 'client left' }]);
  });

  test('a client that reconnects with its sid is resumed; one with an unknown sid must reconnect fully', async () => {
    await using host = await withRoom();
    const token = await host.rooms.mintToken({ room: 'studio', identity: 'user' });
    const first = new SignalClient(path(host, token));
    const { participant } = await first.until('join');
    first.socket.terminate();
    await host.log.until('signalLost');
    const back = new SignalClient(path(host, token, 'V0', { resumes: participant?.sid }));
    await back.until('reconnect');
    expect(back.messages[0]?.case).toBe('reconnect');
    const stranger = new SignalClient(path(host, token, 'V0', { resumes: 'PA_unknown' }));
    expect(await stranger.until('leave')).toMatchObject({ action: LeaveRequest_Action.RECONNECT });
  });

  test('a client that does not resume in time is removed', async () => {
    await using host = await hostRooms({ resumeWindowMs: 50 });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    const client = new SignalClient(
      path(host, await host.rooms.mintToken({ room: 'studio', identity: 'user' })),
    );
    await client.until('join');
    client.socket.terminate();
    expect(await log.until('participantLeft')).toEqual({ identity: 'user', reason: 'connection lost' });
  });

  test('a client that sends no pings is dropped', async () => {
    await using host = await hostRooms({ pingIntervalSeconds: 1, pingTimeoutSeconds: 1 });
    const log = new EventLog();
    await host.rooms.createRoom('studio', { events: log.events });
    const client = new SignalClient(
      path(host, await host.rooms.mintToken({ room: 'studio', identity: 'user' })),
    );
    await client.until('join');
    await log.until('signalLost');
    expect((await eventually('the close', () => client.closed)).code).toBe(1006);
  });

  test('closing the room sends every client a leave', async () => {
    await using host = await withRoom();
    const client = new SignalClient(
      path(host, await host.rooms.mintToken({ room: 'studio', identity: 'user' })),
    );
    await client.until('join');
    await host.rooms.room('studio')?.close();
    expect(await client.until('leave')).toMatchObject({ action: LeaveRequest_Action.DISCONNECT });
    expect(host.rooms.room('studio')).toBeUndefined();
  });

  test('ignores frames that are not signal messages', async () => {
    await using host = await withRoom();
    const client = new SignalClient(
      path(host, await host.rooms.mintToken({ room: 'studio', identity: 'user' })),
    );
    await client.until('join');
    client.socket.send('text');
    client.socket.send(Buffer.from([0xff, 0xff, 0xff]));
    client.send({ case: 'ping', value: 1n });
    await client.until('pong');
  });
});
