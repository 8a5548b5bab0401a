import { LeaveRequest_Action } from '@livekit/protocol';
import { describe, expect, test } from 'vitest';
import type { RunningMock } from '../../src/index.js';
import type { SignalDialect } from '../../src/media/livekit/create-transport.js';
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

interface Answer {
  /** How long after the close frame the client answers it; undefined: never. */
  readonly answersAfterMs: number | undefined;
  readonly dialect?: SignalDialect;
}

/** Notes in `heard` when the close frame is read and when it is answered. */
function noteCloseFrame({ socket }: StreamClient, heard: string[], { answersAfterMs }: Answer): void {
  // `ws` calls close() to answer a close frame, and has no event for the frame itself.
  const answer = socket.close.bind(socket);
  socket.close = (code, reason) => {
    heard.push('close frame');
    if (answersAfterMs === undefined) return;
    setTimeout(() => {
      heard.push('answer');
      answer(code, reason);
    }, answersAfterMs);
  };
}

/** A session in its room by signal messages alone, closed by the server: what its client heard, and for how long. */
async function closedByServer(
  mock: RunningMock,
  { dialect = 'V0', ...answer }: Answer,
): Promise<{ heard: string[]; ms: number }> {
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', passthrough: true });
  const info = await client.next('livekit_room_info');
  const room = new SignalClient(signalPath(String(info['livekit_url']), String(info['token']), dialect));
  await room.until('join');

  const heard: string[] = [];
  noteCloseFrame(client, heard, answer);
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
  test.each(DIALECTS)('is answered before the room of a %s client ends', async (dialect) => {
    await using mock = await startReal();
    const { heard } = await closedByServer(mock, { answersAfterMs: 30, dialect });
    expect(heard).toEqual(['close frame', 'answer', 'leave', 'room closed']);
  });

  test('that is answered lets the room end before 200 ms have passed', async () => {
    await using mock = await startReal();
    const times: number[] = [];
    // One of these is not delayed by a busy machine.
    for (let n = 0; n < 5; n++) times.push((await closedByServer(mock, { answersAfterMs: 0 })).ms);
    expect(Math.min(...times)).toBeLessThan(CLOSE_ANSWER_MS);
  });

  test('that is never answered lets the room end after 200 ms', async () => {
    await using mock = await startReal();
    const { heard, ms } = await closedByServer(mock, { answersAfterMs: undefined });
    expect(heard).toEqual(['close frame', 'leave', 'room closed']);
    expect(ms).toBeGreaterThanOrEqual(CLOSE_ANSWER_MS);
    expect(ms).toBeLessThan(CLOSE_ANSWER_MS + SLACK_MS);
  });

  test('is read before a LiveKit client is disconnected from its room', async () => {
    await using mock = await startReal();
    await using session = await join(mock, { passthrough: false });
    const heard: string[] = [];
    noteCloseFrame(session.client, heard, { answersAfterMs: 0 });
    session.room.room.on(RoomEvent.Disconnected, () => heard.push('disconnected'));
    session.client.send(CLOSING);
    expect(await session.client.closed).toEqual({ code: 1013, reason: 'Try Again Later' });
    await eventually('the end of the room', () => heard.includes('disconnected'));
    expect(heard).toEqual(['close frame', 'answer', 'disconnected']);
  });
});
