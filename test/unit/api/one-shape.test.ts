import { describe, expect, test } from 'vitest';
import { createMock, startMock, type InMemoryFetch, type MockAccount } from '../../../src/index.js';
import { mockTest } from '../../../src/vitest.js';
import type { World } from '../../../src/world/world.js';
import { documented } from '../control/contract.js';
import { at, clientOf, controlOf } from '../control/support.js';
import { endings, questions, type Question } from './support/questions.js';

const options = { seed: 'shape', clock: 'manual', now: '2026-10-01' } as const;

const fixture = mockTest(options);

/** A mock with its account, as each way to get one gives it. */
interface Shown {
  readonly handle: MockAccount;
  readonly fetch: InMemoryFetch;
  readonly world: World;
}

/** Gives an account one of everything, each with every field that it can have. */
async function fill({ handle, fetch, world }: Shown): Promise<void> {
  const { key, rules } = handle;
  const match = { model: 'lucy-2.1', prompt: 'a', jobId: 'x' };
  await rules.add({ operation: 'jobs.status', match, when: { nth: 1 }, effect: { type: 'delay', ms: 5 } });
  const client = clientOf(fetch, key);
  await client.submit('lucy-2.1', 'a robot');
  await client.upload();
  const origin = 'https://app.example';
  const constraints = { realtime: { maxSessionDuration: 60 } };
  const limits = { allowedModels: ['lucy-2.1'], allowedOrigins: [origin], constraints };
  expect(await client.token({ ...limits, expiresIn: 30, metadata: { team: 'a' } })).toMatchObject({
    status: 200,
  });
  await client.quota('ek_unknown');
  const account = world.account(key);
  const model = 'lucy-2.1';
  const startedAt = account.clock.now();
  const session = { dialect: 'direct', stage: 'generating', seconds: 3, credits: 9 } as const;
  const ended = { ...session, id: 'sess_ended', model, startedAt, endedAt: startedAt, endReason: 'x' };
  const stop = (): void => undefined;
  account.sessions.open({ record: ended, stop });
  account.sessions.close('sess_ended');
  account.sessions.open({ record: { ...session, id: 'sess_running', model, startedAt }, stop });
  account.clock.after(60_000, 'a timer', () => undefined);
}

/** What the handle answers, and what the control API answers to the same question. */
async function bothAnswers(
  shown: Shown,
  { method, path, body, field, ask, before }: Question,
): Promise<[unknown, unknown]> {
  const { handle, fetch } = shown;
  await before?.(handle);
  const own = await ask(handle);
  await before?.(handle);
  const answer = (await controlOf(fetch, handle.key)(method, path, body)).body as Record<string, unknown>;
  return [own, field === undefined ? answer : answer[field]];
}

async function expectOneShape(shown: Shown): Promise<void> {
  await fill(shown);
  for (const question of questions) {
    const [own, control] = await bothAnswers(shown, question);
    expect(own, `${question.method} ${question.path}`).toEqual(control);
    // Each has something to compare.
    expect(own, `${question.method} ${question.path}`).not.toEqual([]);
  }
}

describe('a handle answers as the control API does', () => {
  test('that of createMock()', async () => {
    await using mock = createMock(options);
    await expectOneShape({ handle: mock, fetch: mock.fetch, world: mock.world });
  });

  test('that of createMock().account(key)', async () => {
    await using mock = createMock(options);
    await expectOneShape({ handle: mock.account('dct_shape'), fetch: mock.fetch, world: mock.world });
  });

  test('that of startMock(), by the socket', async () => {
    await using mock = await startMock(options);
    const bySocket = at(mock);
    await expectOneShape({ handle: mock, fetch: bySocket, world: mock.world });
  });

  fixture('that of the vitest fixture', async ({ mock }) => {
    await expectOneShape({ handle: mock, fetch: mock.fetch, world: mock.server.world });
  });
});

test('createMock() and startMock() answer every question alike', async () => {
  await using created = createMock(options);
  await using started = await startMock(options);
  const both = [created, started].map((mock) => ({ handle: mock, fetch: mock.fetch, world: mock.world }));
  const answers = await Promise.all(
    both.map(async (shown) => {
      await fill(shown);
      const all: unknown[] = [];
      for (const { before, ask } of [...questions, ...endings]) {
        await before?.(shown.handle);
        all.push(await ask(shown.handle));
      }
      return all;
    }),
  );
  expect(answers[0]).toEqual(answers[1]);
});

test.each(endings)('$method $path answers as the handle of an equal mock does', async (question) => {
  await using one = createMock(options);
  await using other = createMock(options);
  for (const mock of [one, other]) await fill({ handle: mock, fetch: mock.fetch, world: mock.world });
  const { body } = await controlOf(other.fetch, other.key)(question.method, question.path);
  const control = question.field === undefined ? body : (body as Record<string, unknown>)[question.field];
  expect(control).toEqual(await question.ask(one));
});

test('a mock answers for all its accounts as the control API does', async () => {
  await using mock = createMock(options);
  const control = controlOf(mock.fetch, '');
  const input = { organisation: 'acme', credits: 5, autoTopUp: null, maxConcurrentSessions: 2 };
  const account = await mock.register('dct_one', input);
  expect((await control('POST', '/accounts', { key: 'dct_one', ...input })).body).toEqual(
    await account.state(),
  );
  expect((await control('GET', '/accounts')).body).toEqual({ accounts: await mock.accounts() });
  const snapshot = await account.save();
  const loaded = await mock.account('dct_two').load(snapshot);
  expect((await controlOf(mock.fetch, 'dct_three')('PUT', '/snapshot', snapshot)).body).toEqual(loaded);
  expect(await mock.resetAll()).toBe(3);
  await mock.account('dct_four').state();
  expect((await control('POST', '/reset/all')).body).toEqual({ reset: 1 });
});

test('every route about an account has its question', () => {
  const asked = [...questions, ...endings].map(({ method, path }) => `${method} ${path.split('?')[0]}`);
  const mock = ['GET /', 'GET /health', 'GET /metrics', 'GET /inspector'];
  const elsewhere = ['GET /accounts', 'POST /accounts', 'POST /reset/all', 'PUT /snapshot'];
  const routes = documented.filter((route) => ![...mock, ...elsewhere].includes(route));
  expect([...new Set(asked.map((one) => one.replace('/rules/shape', '/rules/{id}')))].sort()).toEqual(
    routes.sort(),
  );
});
