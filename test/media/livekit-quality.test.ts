import type { SignalResponse } from '@livekit/protocol';
import { expect, test } from 'vitest';
import { eventually } from './support/room-host.js';
import { SignalClient } from './support/signal-client.js';
import { path, withRoom } from './support/signal-room.js';

/** The participants of each report that a client got. */
const reports = ({ messages }: SignalClient): string[][] =>
  messages.flatMap((message: SignalResponse['message']) =>
    message.case === 'connectionQuality'
      ? [message.value.updates.map(({ participantSid }) => participantSid)]
      : [],
  );

test('connection qualities are reported to all, and again when a participant is new', async () => {
  await using host = await withRoom();
  const join = async (identity: string) => {
    const token = await host.rooms.mintToken({ room: 'studio', identity });
    const client = new SignalClient(path(host, token));
    const { participant } = await client.until('join');
    return { client, sid: participant?.sid ?? '' };
  };
  const one = await join('one');
  await eventually('the first report', () => reports(one.client).length === 1);
  const two = await join('two');
  await eventually('the report of the second', () => reports(two.client).length === 1);
  await eventually('the same for the first', () => reports(one.client).length === 2);
  expect(reports(one.client).map(([sid]) => sid)).toEqual([one.sid, one.sid]);
  expect(reports(two.client)[0]?.[0]).toBe(two.sid);
});
