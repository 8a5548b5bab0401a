import { LeaveRequest_Action } from '@livekit/protocol';
import { describe, expect, test } from 'vitest';
import type { RunningMock } from '../../src/index.js';
import { connect } from '../unit/realtime/support/start.js';
import type { StreamClient } from '../unit/realtime/support/stream-client.js';
import { join, startReal } from './support/joined.js';
import { eventually } from './support/room-host.js';
import { RoomEvent } from './support/rtc-client.js';
import { DIALECTS, SignalClient, signalPath } from './support/signal-client.js';

const CLOSING = { type: 'prompt', prompt: 'a cat [mock:close=1013:Try Again Later][mock:every]' };
/** How long a room outlives a close that is not answered (facts: sdk-javascript-0.2.md 3.4). */
const CLOSE_ANSWER_MS = 200;
/** A busy machine may be this late. */
const SLACK_MS = 10_000;

/** Notes in `heard` when the close frame is read, before `ws` answers it. `answers` false: it is never answered. */
function noteCloseFrame({ socket }: StreamClient, heard: string[], { answers }: { answers: boolean }): void {
  // `ws` calls close() to answer a close frame, and has no event for the frame itself.
  const answer = socket.close.bind(socket);
  socket.close = (code, reason) => {
    heard.push('close frame');
    if (answers) answer(code, reason);
  };
}

/** A session in its room by signal messages alone, closed by the server: what its client heard, and for how long. */
async function closedByServer(
  mock: RunningMock,
  { answers, dialect = 'V0' }: { answers: boolean; dialect?: (typeof DIALECTS)[number] },
): Promise<{ heard: string[]; ms: number }> {
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', passthrough: true });
  const info = await client.next('livekit_room_info');
  const room = new SignalClient(signalPath(String(info['livekit_url']), String(info['token']), dialect));
  await room.until('join');

  const heard: string[] = [];
  noteCloseFrame(client, heard, { answers });
  room.socket.on('message', () => {
    const last = room.messages.at(-1);
    if (last?.case === 'leave') heard.push('leave');
  });
  room.socket.on('close', () => heard.push('room closed'));
  const sent = performance.now();
  client.send(CLOSING);
  const leave = await room.until('leave');
  const ms = performance.now() - sent;
  expect(leave.action).toBe(LeaveRequest_Action.DISCONNECT);
  await eventually('the end of the signal connection', () => room.closed);
  return { heard, ms };
}

describe('a close by the server', () => {
  test.each(DIALECTS)('is read before the room of a %s client ends', async (dialect) => {
    await using mock = await startReal();
    const { heard } = await closedByServer(mock, { answers: true, dialect });
    expect(heard).toEqual(['close frame', 'leave', 'room closed']);
  });

  test('that is answered lets the room end before 200 ms have passed', async () => {
    await using mock = await startReal();
    const times: number[] = [];
    // One of these is not delayed by a busy machine.
    for (let n = 0; n < 5; n++) times.push((await closedByServer(mock, { answers: true })).ms);
    expect(Math.min(...times)).toBeLessThan(CLOSE_ANSWER_MS);
  });

  test('that is never answered lets the room end after 200 ms', async () => {
    await using mock = await startReal();
    const { heard, ms } = await closedByServer(mock, { answers: false });
    expect(heard).toEqual(['close frame', 'leave', 'room closed']);
    expect(ms).toBeGreaterThanOrEqual(CLOSE_ANSWER_MS);
    expect(ms).toBeLessThan(CLOSE_ANSWER_MS + SLACK_MS);
  });

  test('is read before a LiveKit client is disconnected from its room', async () => {
    await using mock = await startReal();
    await using session = await join(mock, { passthrough: false });
    const heard: string[] = [];
    noteCloseFrame(session.client, heard, { answers: true });
    session.room.room.on(RoomEvent.Disconnected, () => heard.push('disconnected'));
    session.client.send(CLOSING);
    expect(await session.client.closed).toEqual({ code: 1013, reason: 'Try Again Later' });
    await eventually('the end of the room', () => heard.includes('disconnected'));
    expect(heard).toEqual(['close frame', 'disconnected']);
  });
});
