import { expect, test } from 'vitest';
import {
  ControlError,
  createMock,
  startMock,
  type ClockInput,
  type CreditsInput,
  type MockOptions,
} from '../../../src/index.js';
import { clientOf } from '../control/support.js';

const mocked = (options: MockOptions = {}) =>
  createMock({ seed: 'handles', clock: 'manual', now: '2026-10-01', ...options });

test('a running mock has its URLs, and closes when disposed of', async () => {
  const url = await (async () => {
    await using mock = await startMock({ seed: 'x' });
    expect(mock.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(mock.realtimeUrl).toBe(mock.url.replace('http', 'ws'));
    expect(mock.controlUrl).toBe(`${mock.url}/_mock`);
    expect([mock.key, mock.seed, mock.controlToken]).toEqual(['dct_mock', 'x', undefined]);
    expect((await fetch(`${mock.controlUrl}/health`)).status).toBe(200);
    return mock.url;
  })();
  await expect(fetch(url)).rejects.toThrow();
});

test('the clock is moved by numbers, text and dates', async () => {
  await using mock = mocked();
  const { clock } = mock.account();
  expect(await clock.advance('1h30m')).toEqual({
    mode: 'manual',
    rate: 1,
    now: '2026-10-01T01:30:00.000Z',
    pending: [],
    fired: [],
    count: 0,
  });
  expect((await clock.advance(500)).now).toBe('2026-10-01T01:30:00.500Z');
  expect((await clock.advanceTo(new Date('2026-10-02T00:00:00Z'))).now).toBe('2026-10-02T00:00:00.000Z');
  expect((await clock.advanceTo(Date.parse('2026-10-03'))).now).toBe('2026-10-03T00:00:00.000Z');
  expect((await clock.advanceTo('2026-10-04')).now).toBe('2026-10-04T00:00:00.000Z');
  expect(await clock.next()).toMatchObject({ fired: [], count: 0 });
  await expect(clock.advanceTo('2026-10-01')).rejects.toMatchObject({
    name: 'ControlError',
    code: 'time_backwards',
  });
  await expect(clock.advance('a while')).rejects.toThrow(
    '"a while" is not a duration. Write ms, or text like 90s, 10m, 1h30m.',
  );
  await expect(clock.set('scaled')).rejects.toThrow(ControlError);
  await expect(clock.set({ mode: 'scaled', rte: 10 } as ClockInput)).rejects.toThrow(
    'The input of clock.set() is not valid: Unrecognized key: "rte"; did you mean "rate"?',
  );
  await clock.set({ mode: 'scaled', rate: 10 });
  expect(await clock.get()).toMatchObject({ mode: 'scaled', rate: 10 });
});

test('rules that never fired are listed', async () => {
  await using mock = mocked();
  const { rules } = mock.account();
  await rules.add({ operation: 'quota.get', effect: { type: 'error', code: 'at_capacity' } });
  const verify = await rules.add({ operation: 'verify', effect: { type: 'no-response' } });
  expect((await clientOf(mock.fetch, mock.key).quota()).status).toBe(503);
  expect((await rules.unused()).map(({ id }) => id)).toEqual([verify.id]);
  await rules.remove(verify.id);
  expect(await rules.unused()).toEqual([]);
  await expect(rules.remove(verify.id)).rejects.toThrow('No rule has the id "rule-2".');
  await expect(rules.add({ operation: 'nope' as 'verify', effect: { type: 'no-response' } })).rejects.toThrow(
    /^There is no operation "nope"; expected one of: tokens\.create, /,
  );
  await rules.clear();
  expect(await rules.list()).toEqual([]);
});

test('a wait for journal entries resolves', async () => {
  await using mock = mocked();
  const { journal } = mock.account();
  const waiting = journal.waitForCount({ operation: 'quota.get' }, 2);
  for (let call = 0; call < 2; call++) await clientOf(mock.fetch, mock.key).quota();
  expect(await waiting).toHaveLength(2);
  await expect(journal.waitForCount({ operation: 'verify' }, 1, { timeoutMs: 10 })).rejects.toThrow(
    /^Waited 10 ms for 1 journal entries matching {"operation":"verify"}, saw 0\. The last 2 of 2 entries: /,
  );
});

test('handles give credits, quota and contents', async () => {
  await using mock = mocked();
  const account = await mock.register('dct_rich', { credits: 70, autoTopUp: null, maxConcurrentSessions: 1 });
  const client = clientOf(mock.fetch, 'dct_rich');
  const { body } = await client.submit('lucy-2.1', 'a robot');
  await client.upload();
  await client.token({ expiresIn: 30 });
  const [job] = await account.jobs();
  expect(job).toMatchObject({ id: body['job_id'], status: 'pending', prompt: 'a robot', model: 'lucy-2.1' });
  expect(await account.files()).toMatchObject([{ filename: 'input.mp4', mime: 'video/mp4' }]);
  expect(await account.tokens()).toMatchObject([
    { apiKey: expect.stringMatching(/^ek_/) as string, expiresIn: 30 },
  ]);
  const { available, reserved } = await account.credits.get();
  expect(available).toBe(70 - reserved);
  await account.credits.set({ balance: 0 });
  expect((await client.submit()).status).toBe(402);
  await account.credits.set({ autoTopUp: { below: 1, to: 100 } });
  expect((await client.submit()).status).toBe(200);
  expect((await account.credits.ledger()).map(({ kind }) => kind)).toEqual([
    'set',
    'reserve',
    'set',
    'top-up',
    'reserve',
  ]);
  expect(await account.quota.get()).toMatchObject({ limit: 1 });
  await account.quota.set(null);
  await expect(account.credits.set(5 as unknown as CreditsInput)).rejects.toThrow(
    'The input of credits.set() is not valid: Invalid input: expected object, received number.',
  );
  expect((await client.quota()).body).toEqual({ limit: null, active: null, remaining: null });
});

test('a handle stays valid after a reset, and a saved account loads elsewhere', async () => {
  await using mock = mocked();
  const account = mock.account('dct_here');
  const client = clientOf(mock.fetch, 'dct_here');
  const { body } = await client.submit();
  const saved = await account.save();
  await account.reset();
  expect(await account.jobs()).toEqual([]);
  expect((await client.submit()).body).toEqual(body);
  await mock.account('dct_there').load(saved);
  expect((await clientOf(mock.fetch, 'dct_there').status(body['job_id'])).status).toBe(200);
  await mock.resetAll();
  expect([...mock.world.accounts()]).toEqual([]);
});

test('a magic key that is refused has no account', async () => {
  await using mock = mocked();
  await expect(mock.account('dct_invalid').journal.find()).rejects.toThrow(
    'This key has no account here: Invalid API key.',
  );
});

test('a port in use is the error of the listener', async () => {
  await using mock = await startMock();
  const port = Number(new URL(mock.url).port);
  await expect(startMock({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
