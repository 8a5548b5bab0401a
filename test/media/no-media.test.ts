import { expect, test } from 'vitest';
import { accountOf, connect, EMPTY_STATE, KEY } from '../unit/realtime/support/start.js';
import { join, startReal } from './support/joined.js';

const noted = async (mock: Awaited<ReturnType<typeof startReal>>) =>
  (await mock.account(KEY).journal.find({ operation: 'realtime.media' })).filter(
    ({ detail }) => detail?.['warnings'] !== undefined,
  );

test(
  'a client that sets a state and connects no media is warned about once',
  { timeout: 60_000 },
  async () => {
    const warnings: string[] = [];
    await using mock = await startReal({ onWarning: (warning) => warnings.push(warning) });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
    const { session_id: sessionId } = await client.next('livekit_room_info');
    await accountOf(mock).clock.advance(9_999);
    expect(warnings).toEqual([]);
    await accountOf(mock).clock.advance(1);
    expect(warnings).toEqual([
      'A client joined a session and set its state, but connected no media within 10 s: nothing is generated, and no generation_tick is sent. Connect to the LiveKit room of livekit_room_info, or start the mock with --realtime-media simulated to test messages alone. See docs/reference/realtime-messages.md.',
    ]);
    client.send({ type: 'prompt', prompt: 'Anime style' });
    await client.next('prompt_ack');
    await accountOf(mock).clock.advance(60_000);
    expect(await noted(mock)).toMatchObject([{ sessionId, detail: { warnings } }]);
  },
);

test('a client that connects its media is not warned about', { timeout: 60_000 }, async () => {
  const warnings: string[] = [];
  await using mock = await startReal({ onWarning: (warning) => warnings.push(warning) });
  await using session = await join(mock, { prompt: 'Anime style' });
  expect(session.room.room.isConnected).toBe(true);
  await accountOf(mock).clock.advance(60_000);
  expect(warnings).toEqual([]);
});

test(
  'a client without a state, or whose media fail by rule, is not warned about',
  { timeout: 60_000 },
  async () => {
    const warnings: string[] = [];
    await using mock = await startReal({ onWarning: (warning) => warnings.push(warning) });
    await using stateless = await connect(mock);
    stateless.send({ type: 'livekit_join' });
    await stateless.next('livekit_room_info');
    accountOf(mock).rules.add({ operation: 'realtime.media', effect: { type: 'media', mode: 'no-ice' } });
    await using faulty = await connect(mock);
    faulty.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
    await faulty.next('livekit_room_info');
    await accountOf(mock).clock.advance(60_000);
    expect(warnings).toEqual([]);
  },
);
