import { expect, it } from 'vitest';
import { startMock } from '../../src/index.js';

it('a request that waits on the clock is answered when its account is reset', async () => {
  await using mock = await startMock({ seed: 'reset', clock: 'manual' });
  const account = mock.account('dct_waiting');
  account.rules.add({ operation: 'quota.get', effect: { type: 'delay', ms: 3_600_000 } });
  const waiting = fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': 'dct_waiting' } });
  const pending = (): number => mock.world.account('dct_waiting').clock.pending.length;
  await expect.poll(pending).toBe(1);
  await account.reset();
  expect((await waiting).status).toBe(200);
});
