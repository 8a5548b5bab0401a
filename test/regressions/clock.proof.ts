import { expect, test, vi } from 'vitest';
import { accountOf, generating, startQuiet } from '../unit/realtime/support/start.js';

const SECONDS = 5 * 86_400;
const LONG = { timeout: 120_000 };

test('a long move waits for a client that reads slowly', LONG, async () => {
  await using mock = await startQuiet();
  await using client = await generating(mock);
  const [record] = accountOf(mock).sessions.list();
  client.socket.pause();
  const moving = accountOf(mock).clock.advance(SECONDS * 1_000);
  let before = -1;
  await vi.waitFor(
    () => {
      const seconds = record?.seconds ?? 0;
      const moved = seconds !== before;
      before = seconds;
      if (moved || seconds === 0) throw new Error('time still moves');
    },
    { timeout: 30_000, interval: 200 },
  );
  expect(before).toBeLessThan(SECONDS);
  client.socket.resume();
  await moving;
  expect(await client.next('generation_tick', SECONDS)).toMatchObject({ seconds: SECONDS });
  expect(record).toMatchObject({ stage: 'generating', seconds: SECONDS });
});

test('a client that does not read is disconnected, and the move continues', LONG, async () => {
  await using mock = await startQuiet();
  await using client = await generating(mock);
  client.socket.pause();
  const { count } = await mock.account('dct_realtime').clock.advance('20d');
  expect(await mock.account('dct_realtime').sessions()).toMatchObject([
    { stage: 'ended', endReason: 'client does not read' },
  ]);
  expect(count).toBeLessThan(20 * 86_400);
});
