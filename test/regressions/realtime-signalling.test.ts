import { expect, test } from 'vitest';
import type { RunningMock } from '../../src/index.js';
import { accountOf, KEY, startQuiet } from '../unit/realtime/support/start.js';
import { until } from '../support/patience.js';
import { OFFER } from './support.js';

const headers = { 'x-api-key': KEY, 'content-type': 'application/json' };

async function post(
  mock: RunningMock,
  path: string,
  body: object,
  signal?: AbortSignal,
): Promise<{ status: number; json: Record<string, unknown> }> {
  const init = { method: 'POST', headers, body: JSON.stringify(body), ...(signal && { signal }) };
  const answer = await fetch(`${mock.url}/v1/realtime/sessions${path}`, init);
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> };
}

/** A ticket of the managed queue, and its later state. */
async function ticket(mock: RunningMock): Promise<() => Promise<unknown>> {
  const tickets = `${mock.url}/v1/queues/q/tickets`;
  const asked = { method: 'POST', headers: { 'x-queue-key': KEY } };
  const { ticketId } = (await (await fetch(tickets, asked)).json()) as { ticketId: string };
  return async () => {
    const polled = await fetch(`${tickets}/${ticketId}/poll`, { method: 'POST' });
    return (await polled.json()) as unknown;
  };
}

const create = (mock: RunningMock, fields: object = {}, sdp = OFFER, signal?: AbortSignal) =>
  post(mock, '', { model: 'lucy-2.5', sdp: { type: 'offer', sdp }, ...fields }, signal);

async function session(mock: RunningMock): Promise<string> {
  return String((await create(mock)).json['session_id']);
}

const applied = { status: 200, json: { success: true, error: null } };

test('an injected error answers its own request', async () => {
  await using mock = await startQuiet();
  const id = await session(mock);
  accountOf(mock).rules.add({
    operation: 'realtime.prompt',
    when: { first: 1 },
    effect: { type: 'error', code: 'moderation' },
  });
  const refused = await post(mock, `/${id}/prompt`, { prompt: 'one' });
  expect(refused).toMatchObject({ status: 400, json: { detail: 'Content rejected by moderation' } });
  expect(await post(mock, `/${id}/prompt`, { prompt: 'two' })).toEqual(applied);
});

test.each([{ type: 'ack', skip: true }, { type: 'silent' }, { type: 'no-response' }] as const)(
  'a skipped ack ($type) still answers its request',
  async (effect) => {
    await using mock = await startQuiet();
    const id = await session(mock);
    accountOf(mock).rules.add({ operation: 'realtime.prompt', effect });
    expect(await post(mock, `/${id}/prompt`, { prompt: 'one' })).toEqual(applied);
    expect(await create(mock, { prompt: 'two' })).toMatchObject({ status: 201 });
  },
);

test('a repeated ack does not answer the next request', async () => {
  await using mock = await startQuiet();
  const id = await session(mock);
  const { rules, clock } = accountOf(mock);
  const effect = { type: 'ack', times: 2, lateMs: 1_000 } as const;
  rules.add({ operation: 'realtime.prompt', when: { first: 1 }, effect });
  const first = post(mock, `/${id}/prompt`, { prompt: 'one' });
  await until(() => expect(clock.pending.map(({ label }) => label)).toContain('prompt ack'));
  const seen = rules.add({ operation: 'sessions.prompt', effect: { type: 'delay', ms: 0 } });
  const second = post(mock, `/${id}/prompt`, { prompt: 'two [mock:refuse=no]' });
  await until(() => expect(rules.list().find((rule) => rule.id === seen.id)?.fired).toBe(1));
  // A round trip, so that the second waits by now.
  await fetch(`${mock.url}/v1/realtime/quota`, { headers });
  await clock.advance(1_000);
  expect(await first).toEqual(applied);
  expect(await second).toEqual({ status: 200, json: { success: false, error: 'no' } });
});

test('a create whose first state fails by rule ends its session', async () => {
  await using mock = await startQuiet();
  accountOf(mock).rules.add({ operation: 'realtime.prompt', effect: { type: 'error', code: 'moderation' } });
  const refused = await create(mock, { prompt: 'one' });
  expect(refused).toMatchObject({ status: 400, json: { detail: 'Content rejected by moderation' } });
  expect(accountOf(mock).sessions.active).toBe(0);
});

test('a session that ends while it is created is answered with an error', async () => {
  await using mock = await startQuiet();
  accountOf(mock).rules.add({ operation: 'realtime.prompt', effect: { type: 'close', code: 1011 } });
  expect(await create(mock, { prompt: 'one' })).toMatchObject({ status: 404 });
  expect(accountOf(mock).sessions.active).toBe(0);
});

test('a session whose client disconnects while it is created ends', async () => {
  await using mock = await startQuiet();
  const { rules, sessions, clock } = accountOf(mock);
  rules.add({ operation: 'realtime.prompt', effect: { type: 'ack', lateMs: 60_000 } });
  const client = new AbortController();
  const made = create(mock, { prompt: 'one' }, OFFER, client.signal);
  await until(() => expect(clock.pending.map(({ label }) => label)).toContain('prompt ack'));
  expect(sessions.active).toBe(1);
  client.abort();
  await expect(made).rejects.toThrow();
  await until(() => expect(sessions.active).toBe(0));
});

test.each(['simulated', 'carried'] as const)(
  'an unreadable SDP takes no slot and no ticket (%s)',
  async (media) => {
    await using mock = await startQuiet({
      keys: { [KEY]: { maxConcurrentSessions: 2 } },
      realtime: media === 'simulated' ? { media } : {},
    });
    const poll = await ticket(mock);
    for (const sdp of ['nonsense', 'v=0\r\nm=video x\r\na=mid:0\r\n'].slice(0, media === 'simulated' ? 1 : 2))
      expect(await create(mock, {}, sdp)).toMatchObject({ status: 400 });
    expect(accountOf(mock).organisation.quota.active()).toBe(0);
    expect(await poll()).toMatchObject({ state: 'granted' });
  },
);

test.each([
  { why: 'its prompt', fields: { prompt: 'x'.repeat(751) } },
  { why: 'its picture', fields: { image_data: 'AQI=' } },
  { why: 'moderation', fields: { prompt: 'a [mock:error=moderation]' } },
])('a create rejected for $why takes no slot and no ticket', async ({ fields }) => {
  await using mock = await startQuiet({ keys: { [KEY]: { maxConcurrentSessions: 2 } } });
  const poll = await ticket(mock);
  const { organisation, clock } = accountOf(mock);
  expect(await create(mock, fields)).toMatchObject({ status: 400 });
  expect(organisation.quota.active()).toBe(0);
  expect(await poll()).toEqual({ state: 'granted', claimSecondsLeft: 45 });
  await clock.advance(45_000);
  expect(await poll()).toEqual({ error: 'Ticket expired' });
});

test.each([
  { type: 'no-response' },
  { type: 'reset' },
  { type: 'truncate', bytes: 20 },
  { type: 'slow', bytesPerSecond: 100 },
] as const)('a client that gets no complete answer ($type) leaves no session', async (effect) => {
  await using mock = await startQuiet();
  const { rules, sessions } = accountOf(mock);
  rules.add({ operation: 'sessions.create', effect });
  const client = new AbortController();
  const answered = create(mock, {}, OFFER, client.signal).then(
    () => true,
    () => false,
  );
  await until(() => expect(sessions.list()).toHaveLength(1));
  if (effect.type === 'no-response' || effect.type === 'slow') {
    expect(sessions.active).toBe(1);
    client.abort();
  }
  expect(await answered).toBe(false);
  await until(() => expect(sessions.list()).toMatchObject([{ endReason: 'disconnect' }]));
});

test('a client that has its answer may close its connection', async () => {
  await using mock = await startQuiet();
  const answer = await fetch(`${mock.url}/v1/realtime/sessions`, {
    method: 'POST',
    headers: { ...headers, connection: 'close' },
    body: JSON.stringify({ model: 'lucy-2.5', sdp: { type: 'offer', sdp: OFFER }, prompt: 'one' }),
  });
  const { session_id: id } = (await answer.json()) as { session_id: string };
  expect(await post(mock, `/${id}/prompt`, { prompt: 'two' })).toEqual(applied);
});
