import { expect, it } from 'vitest';
import { startQuiet } from '../realtime/support/start.js';

const take = async (url: string, key: string): Promise<unknown> => {
  const asked = { method: 'POST', headers: { 'x-queue-key': key } };
  return (await fetch(`${url}/v1/queues/q/tickets`, asked)).json();
};

it('two keys of one organisation were both granted its last place', async () => {
  await using mock = await startQuiet({
    organisations: { acme: { sessions: 1 }, other: { sessions: 1 } },
    keys: {
      dct_alice: { organisation: 'acme' },
      dct_bob: { organisation: 'acme' },
      dct_eve: { organisation: 'other' },
    },
  });
  expect(await take(mock.url, 'dct_alice')).toMatchObject({ state: 'granted' });
  const waiting = await take(mock.url, 'dct_bob');
  expect(waiting).toMatchObject({ state: 'waiting', position: 1 });
  expect(await take(mock.url, 'dct_eve')).toMatchObject({ state: 'granted' });
  // The window of 45 s passes where the ticket was granted.
  await mock.account('dct_alice').clock.advance(45_000);
  const { ticketId } = waiting as { ticketId: string };
  const polled = await fetch(`${mock.url}/v1/queues/q/tickets/${ticketId}/poll`, { method: 'POST' });
  expect(await polled.json()).toMatchObject({ state: 'granted' });
});

it('a key that moves away leaves the place its ticket held', async () => {
  await using mock = await startQuiet({ organisations: { acme: { sessions: 1 } } });
  for (const key of ['dct_alice', 'dct_bob']) mock.register(key, { organisation: 'acme' });
  expect(await take(mock.url, 'dct_alice')).toMatchObject({ state: 'granted' });
  mock.register('dct_alice', {});
  expect(await take(mock.url, 'dct_bob')).toMatchObject({ state: 'granted' });
});
