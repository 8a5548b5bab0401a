import { expect, it } from 'vitest';
import { accountOf, connect, KEY, startQuiet } from '../unit/realtime/support/start.js';

it('a session uses up the ticket that was granted for it', async () => {
  await using mock = await startQuiet({ keys: { [KEY]: { maxConcurrentSessions: 2 } } });
  const take = async (): Promise<unknown> => {
    const asked = { method: 'POST', headers: { 'x-queue-key': KEY } };
    return (await fetch(`${mock.url}/v1/queues/q/tickets`, asked)).json();
  };
  expect(await take()).toMatchObject({ state: 'granted' });
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', passthrough: true });
  await client.next('generation_started');
  expect(accountOf(mock).organisation.quota.view()).toMatchObject({ active: 1, remaining: 1 });
  expect(await take()).toMatchObject({ state: 'granted' });
  expect(await take()).toMatchObject({ state: 'waiting' });
});
