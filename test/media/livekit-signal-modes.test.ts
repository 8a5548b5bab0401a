import { AddTrackRequest, LeaveRequest_Action, SessionDescription, TrackType } from '@livekit/protocol';
import { describe, expect, test } from 'vitest';
import { SIGNAL_MODES, type SignalMode } from '../../src/media/livekit/signal-mode.js';
import { SIGNAL_FAULTS } from '../../src/world/rules/effects/signal-faults.js';
import { clientConnection, offerOf } from './support/peer-connection.js';
import { eventually } from './support/room-host.js';
import { DIALECTS, SignalClient } from './support/signal-client.js';
import { inMode, path, validate, withRoom } from './support/signal-room.js';

test('the effect signal takes every mode but the one without a fault', () => {
  expect(['happy', ...SIGNAL_FAULTS]).toEqual(SIGNAL_MODES);
});

describe.each(DIALECTS)('signal failure modes in %s, by the token’s lk.mock attribute', (dialect) => {
  test.each<[SignalMode, number, string]>([
    ['validate_500', 500, 'internal server error'],
    ['validate_service_not_found', 404, '404 page not found'],
    ['room_not_found', 404, 'requested room does not exist'],
  ])('%s: the upgrade and validate are rejected', async (mode, status, body) => {
    await using host = await withRoom();
    const token = await inMode(host, mode);
    const client = new SignalClient(path(host, token, dialect));
    expect(await eventually('the rejection', () => client.rejection)).toEqual({ status, body });
    expect(await validate(host, token, dialect)).toEqual({ status, body, cors: '*' });
  });

  test.each<SignalMode>(['happy', 'no_pong', 'leave_first_message'])(
    '%s: validate succeeds',
    async (mode) => {
      await using host = await withRoom();
      expect(await validate(host, await inMode(host, mode), dialect)).toEqual({
        status: 200,
        body: 'success',
        cors: '*',
      });
    },
  );

  test('no_first_message: the socket opens and no message arrives', async () => {
    await using host = await withRoom();
    const client = new SignalClient(path(host, await inMode(host, 'no_first_message'), dialect));
    await eventually('open', () => client.opened);
    client.send({ case: 'ping', value: 1n });
    // A second client completes its join in the meantime.
    const other = new SignalClient(
      path(host, await host.rooms.mintToken({ room: 'studio', identity: 'other' }), dialect),
    );
    await other.until('join');
    expect(client.messages).toEqual([]);
    expect(client.closed).toBeUndefined();
  });

  test('no_pong: joined with short pings that are never answered', async () => {
    await using host = await withRoom();
    const client = new SignalClient(path(host, await inMode(host, 'no_pong'), dialect));
    expect(await client.until('join')).toMatchObject({ pingInterval: 1, pingTimeout: 3 });
    client.send({ case: 'ping', value: 1n });
    client.send({ case: 'addTrack', value: new AddTrackRequest({ cid: 'cam', type: TrackType.VIDEO }) });
    await client.until('trackPublished');
    expect(client.messages.map((message) => message.case)).not.toContain('pong');
  });

  test.each<[SignalMode, number, boolean]>([
    ['close_before_join', 1011, false],
    ['close_when_connected', 1011, true],
    ['drop_when_connected', 1006, true],
  ])('%s: closed with %i', async (mode, code, joins) => {
    await using host = await withRoom();
    const client = new SignalClient(path(host, await inMode(host, mode), dialect));
    expect(await eventually('the close', () => client.closed)).toMatchObject({ code });
    expect(client.messages.some((message) => message.case === 'join')).toBe(joins);
  });

  test('leave_first_message: a leave, with the requested action', async () => {
    await using host = await withRoom();
    const client = new SignalClient(
      path(host, await inMode(host, 'leave_first_message', LeaveRequest_Action.RECONNECT), dialect),
    );
    expect(await client.until('leave')).toMatchObject({ action: LeaveRequest_Action.RECONNECT });
    expect(client.messages.map((message) => message.case)).toEqual(['leave']);
  });

  test('leave_when_connected: a leave after the join', async () => {
    await using host = await withRoom();
    const client = new SignalClient(path(host, await inMode(host, 'leave_when_connected'), dialect));
    expect(await client.until('leave')).toMatchObject({ action: LeaveRequest_Action.DISCONNECT });
    expect(client.messages[0]?.case).toBe('join');
  });

  test('leave_during_reconnect: works until the client resumes', async () => {
    await using host = await withRoom();
    const token = await inMode(host, 'leave_during_reconnect');
    const first = new SignalClient(path(host, token, dialect));
    const { participant } = await first.until('join');
    first.socket.terminate();
    await host.log.until('signalLost');
    const back = new SignalClient(path(host, token, dialect, { resumes: participant?.sid }));
    await back.until('leave');
    expect(back.messages.map((message) => message.case)).toEqual(['leave']);
  });
});

test('close_when_connected: waits for the media of a slow client', async () => {
  await using host = await withRoom();
  const client = new SignalClient(path(host, await inMode(host, 'close_when_connected'), 'V1'));
  await client.until('join');
  const joined = performance.now();
  await eventually('half a second', () => performance.now() - joined > 500);
  expect(client.closed).toBeUndefined();
  const connection = clientConnection();
  connection.createDataChannel('_reliable');
  const sdp = await offerOf(connection);
  client.send({ case: 'offer', value: new SessionDescription({ type: 'offer', sdp, id: 1 }) });
  await connection.setRemoteDescription({ type: 'answer', sdp: (await client.until('answer')).sdp });
  expect(await eventually('the close', () => client.closed)).toMatchObject({ code: 1011 });
  await host.log.until('signalLost');
  expect(host.log.names().filter((name) => /Connected|Lost/.test(name))).toEqual([
    'participantConnected',
    'signalLost',
  ]);
  await connection.close();
});
