import { expect, it } from 'vitest';
import { connect, startQuiet } from '../unit/realtime/support/start.js';

interface Ticket {
  readonly ticketId: string;
}

const take = async (url: string, key: string, queue = 'q'): Promise<Ticket> => {
  const asked = { method: 'POST', headers: { 'x-queue-key': key } };
  return (await fetch(`${url}/v1/queues/${queue}/tickets`, asked)).json() as Promise<Ticket>;
};

const poll = async (url: string, { ticketId }: Ticket, queue = 'q'): Promise<unknown> =>
  (await fetch(`${url}/v1/queues/${queue}/tickets/${ticketId}/poll`, { method: 'POST' })).json();

const together = {
  organisations: { acme: { maxConcurrentSessions: 1 } },
  keys: { dct_alice: { organisation: 'acme' }, dct_bob: { organisation: 'acme' } },
};

it('only one of two keys gets the last slot of their organisation', async () => {
  await using mock = await startQuiet({
    organisations: { acme: { maxConcurrentSessions: 1 }, other: { maxConcurrentSessions: 1 } },
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
  expect(await poll(mock.url, waiting)).toMatchObject({ state: 'granted' });
});

it('a key that moves away frees the slot of its ticket', async () => {
  await using mock = await startQuiet({ organisations: { acme: { maxConcurrentSessions: 1 } } });
  for (const key of ['dct_alice', 'dct_bob']) mock.register(key, { organisation: 'acme' });
  expect(await take(mock.url, 'dct_alice')).toMatchObject({ state: 'granted' });
  mock.register('dct_alice', {});
  expect(await take(mock.url, 'dct_bob')).toMatchObject({ state: 'granted' });
});

it('a session uses up the ticket of another key of its organisation', async () => {
  await using mock = await startQuiet(together);
  mock.account('dct_alice').quota.set(2);
  expect(await take(mock.url, 'dct_bob')).toMatchObject({ state: 'granted' });
  // A page waits with a publishable key, and connects with a token of another.
  await using client = await connect(mock, { key: 'dct_alice' });
  client.send({ type: 'livekit_join', passthrough: true });
  await client.next('generation_started');
  expect(await take(mock.url, 'dct_bob')).toMatchObject({ state: 'granted' });
  expect(await take(mock.url, 'dct_bob')).toMatchObject({ state: 'waiting' });
});

it('a session uses up the ticket of its own key before that of another', async () => {
  await using mock = await startQuiet(together);
  mock.account('dct_alice').quota.set(3);
  const tickets = [await take(mock.url, 'dct_bob'), await take(mock.url, 'dct_alice')] as const;
  await using client = await connect(mock, { key: 'dct_alice' });
  await client.settled();
  expect(await poll(mock.url, tickets[0])).toMatchObject({ state: 'granted' });
  expect(await poll(mock.url, tickets[1])).toEqual({ error: 'Ticket expired' });
});

it('the keys of an organisation share one queue, first come, first served', async () => {
  await using mock = await startQuiet(together);
  await using client = await connect(mock, { key: 'dct_alice' });
  const first = await take(mock.url, 'dct_alice');
  const second = await take(mock.url, 'dct_bob');
  const elsewhere = await take(mock.url, 'dct_bob', 'other');
  expect([first, second, elsewhere]).toMatchObject([
    { state: 'waiting', position: 1, queueSize: 1 },
    { state: 'waiting', position: 2, queueSize: 2 },
    { state: 'waiting', position: 1, queueSize: 1 },
  ]);
  await client.close(1000);
  await mock.account('dct_alice').clock.advance(5_000);
  expect(await poll(mock.url, elsewhere, 'other')).toMatchObject({ state: 'waiting' });
  expect(await poll(mock.url, second)).toMatchObject({ state: 'waiting', position: 1, queueSize: 1 });
  expect(await poll(mock.url, first)).toMatchObject({ state: 'granted' });
});

it('a key that moves to another organisation waits at the end of its queue', async () => {
  await using mock = await startQuiet(together);
  const waiting = async (key: string): Promise<Ticket> => take(mock.url, key);
  await waiting('dct_alice');
  mock.register('dct_carol', { organisation: 'other', maxConcurrentSessions: 0 });
  const [carols, bobs] = [await waiting('dct_carol'), await waiting('dct_bob')];
  mock.register('dct_carol', { organisation: 'acme' });
  expect(await poll(mock.url, carols)).toMatchObject({ state: 'waiting', position: 2 });
  expect(await poll(mock.url, bobs)).toMatchObject({ state: 'waiting', position: 1 });
});
