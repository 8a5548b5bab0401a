import { expect, test } from 'vitest';
import { SessionCapacity } from '../../src/world/queueing/session-capacity.js';
import { accountOf, connect, EMPTY_STATE, KEY, startQuiet } from '../unit/realtime/support/start.js';
import { elapsed } from './support.js';

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

test('one of two keys gets the last slot of their organisation', async () => {
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

test('a key that moves away frees the slot of its ticket', async () => {
  await using mock = await startQuiet({ organisations: { acme: { maxConcurrentSessions: 1 } } });
  for (const key of ['dct_alice', 'dct_bob']) await mock.register(key, { organisation: 'acme' });
  expect(await take(mock.url, 'dct_alice')).toMatchObject({ state: 'granted' });
  await mock.register('dct_alice', {});
  expect(await take(mock.url, 'dct_bob')).toMatchObject({ state: 'granted' });
});

test('a session uses up the ticket of another key of its organisation', async () => {
  await using mock = await startQuiet(together);
  await mock.account('dct_alice').quota.set(2);
  expect(await take(mock.url, 'dct_bob')).toMatchObject({ state: 'granted' });
  // A page waits with a publishable key, and connects with a token of another.
  await using client = await connect(mock, { key: 'dct_alice' });
  client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
  await client.next('generation_started');
  expect(await take(mock.url, 'dct_bob')).toMatchObject({ state: 'granted' });
  expect(await take(mock.url, 'dct_bob')).toMatchObject({ state: 'waiting' });
});

test('a session uses up the ticket of its own key before that of another', async () => {
  await using mock = await startQuiet(together);
  await mock.account('dct_alice').quota.set(3);
  const tickets = [await take(mock.url, 'dct_bob'), await take(mock.url, 'dct_alice')] as const;
  await using client = await connect(mock, { key: 'dct_alice' });
  await client.settled();
  expect(await poll(mock.url, tickets[0])).toMatchObject({ state: 'granted' });
  expect(await poll(mock.url, tickets[1])).toEqual({ error: 'Ticket expired' });
});

test('the keys of an organisation share one queue, first come, first served', async () => {
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

test('a key that moves to another organisation waits at the end of its queue', async () => {
  await using mock = await startQuiet(together);
  const waiting = async (key: string): Promise<Ticket> => take(mock.url, key);
  await waiting('dct_alice');
  await mock.register('dct_carol', { organisation: 'other', maxConcurrentSessions: 0 });
  const [carols, bobs] = [await waiting('dct_carol'), await waiting('dct_bob')];
  await mock.register('dct_carol', { organisation: 'acme' });
  expect(await poll(mock.url, carols)).toMatchObject({ state: 'waiting', position: 2 });
  expect(await poll(mock.url, bobs)).toMatchObject({ state: 'waiting', position: 1 });
});

test('a session uses up the ticket that was granted for it', async () => {
  await using mock = await startQuiet({ keys: { [KEY]: { maxConcurrentSessions: 2 } } });
  const take = async (): Promise<unknown> => {
    const asked = { method: 'POST', headers: { 'x-queue-key': KEY } };
    return (await fetch(`${mock.url}/v1/queues/q/tickets`, asked)).json();
  };
  expect(await take()).toMatchObject({ state: 'granted' });
  await using client = await connect(mock);
  client.send({ type: 'livekit_join', initial_state: EMPTY_STATE });
  await client.next('generation_started');
  expect(accountOf(mock).organisation.quota.view()).toMatchObject({ active: 1, remaining: 1 });
  expect(await take()).toMatchObject({ state: 'granted' });
  expect(await take()).toMatchObject({ state: 'waiting' });
});

/** Capacity for one session, which runs, and `count` sessions that wait; with the last position of each. */
function queue(count: number): { capacity: SessionCapacity; positions: Map<string, string> } {
  const capacity = new SessionCapacity(1);
  const positions = new Map<string, string>();
  for (let number = 0; number <= count; number++)
    capacity.enter(`session-${number}`, (place) =>
      positions.set(`session-${number}`, place ? `${place.position} of ${place.size}` : 'running'),
    );
  return { capacity, positions };
}

test('3,000 sessions leave the queue one by one within seconds', () => {
  const { capacity, positions } = queue(3_000);
  const leaveAll = (): void => {
    for (let number = 3_000; number > 0; number--) capacity.leave(`session-${number}`);
  };
  // It took a minute.
  expect(elapsed(leaveAll)).toBeLessThan(10_000);
  expect(positions.get('session-1')).toBe('1 of 1');
});

test('each waiting session gets its new position', () => {
  const { capacity, positions } = queue(3);
  capacity.leave('session-1');
  expect(Object.fromEntries(positions)).toMatchObject({ 'session-2': '1 of 2', 'session-3': '2 of 2' });
  capacity.leave('session-0');
  expect(Object.fromEntries(positions)).toMatchObject({ 'session-2': 'running', 'session-3': '1 of 1' });
});

test('a session that leaves while positions are reported leaves all others with the right position', () => {
  const capacity = new SessionCapacity(1);
  const heard: Record<string, string> = {};
  const hear = (id: string) => (place: { position: number; size: number } | null) => {
    heard[id] = place ? `${place.position} of ${place.size}` : 'running';
    if (id === 'hasty' && place?.position === 1) capacity.leave('hasty');
  };
  for (const id of ['running', 'first', 'hasty', 'last']) capacity.enter(id, hear(id));
  capacity.leave('first');
  expect(heard['last']).toBe('1 of 1');
});
