import { describe, expect, test } from 'vitest';
import { createMock, type MockAccount } from '../../../src/index.js';
import { clientOf, controlOf } from '../control/support.js';

const options = { seed: 'inputs', clock: 'manual', now: '2026-10-01' } as const;

/** A handle whose arguments are not typed, as in JavaScript. */
type Loose<T> = {
  readonly [Name in keyof T]: T[Name] extends (...given: never[]) => Promise<infer Result>
    ? (...given: unknown[]) => Promise<Result>
    : Loose<T[Name]>;
};
const loose = (account: MockAccount): Loose<MockAccount> => account as unknown as Loose<MockAccount>;

interface Failure {
  readonly code: string;
  readonly status: number;
  readonly message: string;
  readonly advice: string;
}
const failureOf = (work: Promise<unknown>): Promise<Failure> =>
  work.then(
    (value) => expect.unreachable(`resolved with ${JSON.stringify(value)}`),
    (error: unknown) => error as Failure,
  );

const filterText = (rest: string): string => `is not valid: ${rest}`;
type Ask = (account: Loose<MockAccount>) => Promise<unknown>;

describe('an input that is not valid is refused in code as over HTTP', () => {
  test.each<[string, Ask, string, string, unknown?]>([
    [
      'a negative timeout',
      ({ journal }) => journal.waitForCount({}, 1, { timeoutMs: -5 }),
      'GET',
      '/journal/wait?timeoutMs=-5',
    ],
    [
      'a timeout beyond the limit',
      ({ journal }) => journal.waitForCount({}, 1, { timeoutMs: 1e12 }),
      'GET',
      '/journal/wait?timeoutMs=1000000000000',
    ],
    [
      'an infinite timeout',
      ({ journal }) => journal.waitForCount({}, 1, { timeoutMs: Infinity }),
      'GET',
      '/journal/wait?timeoutMs=Infinity',
    ],
    ['a negative count', ({ journal }) => journal.waitForCount({}, -1), 'GET', '/journal/wait?count=-1'],
    [
      'a count that is not a number',
      ({ journal }) => journal.waitForCount({}, NaN),
      'GET',
      '/journal/wait?count=NaN',
    ],
    ['a broken count', ({ journal }) => journal.waitForCount({}, 1.5), 'GET', '/journal/wait?count=1.5'],
    [
      'a misspelt timeout',
      ({ journal }) => journal.waitForCount({}, 1, { timeout: 50 }),
      'GET',
      '/journal/wait?timeout=50',
    ],
    [
      'a misspelt field of a filter',
      ({ journal }) => journal.find({ opration: 'x' }),
      'GET',
      '/journal?opration=x',
    ],
    [
      'an unknown operation',
      ({ journal }) => journal.count({ operation: 'nope' }),
      'GET',
      '/journal/count?operation=nope',
    ],
    ['an unknown kind', ({ journal }) => journal.find({ kind: 'htpp' }), 'GET', '/journal?kind=htpp'],
    ['a broken limit', ({ journal }) => journal.find({ limit: 1.5 }), 'GET', '/journal?limit=1.5'],
    [
      'a balance as text',
      ({ credits }) => credits.set({ balance: '5' }),
      'PUT',
      '/credits',
      { balance: '5' },
    ],
    ['a negative balance', ({ credits }) => credits.set({ balance: -1 }), 'PUT', '/credits', { balance: -1 }],
    ['a misspelt balance', ({ credits }) => credits.set({ balanc: 1 }), 'PUT', '/credits', { balanc: 1 }],
    [
      'half a top-up',
      ({ credits }) => credits.set({ autoTopUp: { below: 5 } }),
      'PUT',
      '/credits',
      { autoTopUp: { below: 5 } },
    ],
    [
      'a top-up downwards',
      ({ credits }) => credits.set({ autoTopUp: { below: 5, to: 1 } }),
      'PUT',
      '/credits',
      { autoTopUp: { below: 5, to: 1 } },
    ],
    ['a null for an object', ({ credits }) => credits.set(null), 'PUT', '/credits', 'null'],
    ['a quota as text', ({ quota }) => quota.set('2'), 'PUT', '/quota', { maxConcurrentSessions: '2' }],
    ['a broken quota', ({ quota }) => quota.set(1.5), 'PUT', '/quota', { maxConcurrentSessions: 1.5 }],
    ['no quota', ({ quota }) => quota.set(), 'PUT', '/quota', {}],
    [
      'a rate beside real',
      ({ clock }) => clock.set({ mode: 'real', rate: 2 }),
      'PUT',
      '/clock',
      { mode: 'real', rate: 2 },
    ],
    ['scaled without a rate', ({ clock }) => clock.set('scaled'), 'PUT', '/clock', { mode: 'scaled' }],
    ['an unknown mode', ({ clock }) => clock.set('warp'), 'PUT', '/clock', { mode: 'warp' }],
    [
      'text that is not a date',
      ({ catalogue }) => catalogue({ until: 'soon' }),
      'GET',
      '/catalogue?until=soon',
    ],
  ])('%s', async (_name, ask, method, path, body) => {
    await using mock = createMock(options);
    const control = await controlOf(mock.fetch, mock.key)(method, path, body);
    expect(control).toMatchObject({ status: 400, body: { error: { code: 'bad_input' } } });
    const overHttp = (control.body as { error: Failure }).error;
    const { code, status, message, advice } = await failureOf(ask(loose(mock)));
    expect([code, status, advice]).toEqual(['bad_input', 400, overHttp.advice]);
    const problem = (text: string): string => text.slice(text.indexOf(filterText('')));
    expect(problem(message)).toBe(problem(overHttp.message));
  });

  test('the misspelt timeout gets the right name', async () => {
    await using mock = createMock(options);
    await expect(loose(mock).journal.waitForCount({}, 1, { timeout: 50 })).rejects.toThrow(
      'The input of journal.waitForCount() is not valid: Unrecognized key: "timeout"; did you mean "timeoutMs"?',
    );
  });

  test.each<[unknown, string]>([
    [null, 'expected object, received null.'],
    ['quota.get', 'expected object, received string.'],
    [() => true, 'expected object, received function.'],
    [[], 'expected object, received array.'],
    [/quota/, 'expected a plain object, received RegExp.'],
    [new Map([['operation', 'quota.get']]), 'expected a plain object, received Map.'],
  ])('a filter that is not an object: %s', async (filter, message) => {
    await using mock = createMock(options);
    const { journal } = loose(mock);
    for (const work of [journal.find(filter), journal.count(filter), journal.waitForCount(filter, 0)])
      expect(await failureOf(work)).toMatchObject({
        code: 'bad_input',
        message: expect.stringContaining(message) as string,
      });
  });

  test.each<[string, Ask, string]>([
    ['an object for a list of rules', ({ rules }) => rules.addAll({}), 'Give a list of rules.'],
    ['no rules', ({ rules }) => rules.addAll([]), 'Give at least one rule.'],
    [
      'options of a wait as a number',
      ({ journal }) => journal.waitForCount({}, 1, 50),
      'expected object, received number.',
    ],
    [
      'a number for a signal',
      ({ journal }) => journal.waitForCount({}, 1, { signal: 1 }),
      'signal: Give an AbortSignal.',
    ],
    ['a duration that is an object', ({ clock }) => clock.advance({}), 'is not a duration.'],
    ['a time that is null', ({ clock }) => clock.advanceTo(null), '"null" is not a time.'],
  ])('%s', async (_name, ask, message) => {
    await using mock = createMock(options);
    const failure = await failureOf(ask(loose(mock)));
    expect(failure.code).toBe('bad_input');
    expect(failure.message).toContain(message);
  });

  test('an undefined field counts as absent', async () => {
    await using mock = createMock(options);
    await clientOf(mock.fetch, mock.key).quota();
    const { journal, credits } = loose(mock);
    expect(await journal.count({ operation: undefined, kind: 'http' })).toBe(1);
    expect(await journal.waitForCount({}, 1, { timeoutMs: undefined })).toHaveLength(1);
    expect(await credits.set({ balance: 5, autoTopUp: undefined })).toMatchObject({ balance: 5 });
  });
});

describe('register', () => {
  test.each(['', 'é', 'a b', 'ek_abc', 'x'.repeat(513)])('refuses %j as over HTTP', async (key) => {
    await using mock = createMock(options);
    const control = await controlOf(mock.fetch, '')('POST', '/accounts', { key });
    const overHttp = (control.body as { error: Failure }).error;
    const { code, status, message, advice } = await failureOf(mock.register(key));
    expect([code, status, advice]).toEqual(['bad_input', 400, overHttp.advice]);
    expect(message.split('is not valid: ')[1]).toBe(overHttp.message.split('is not valid: ')[1]);
    expect(await mock.accounts()).toEqual([]);
  });
});

describe('account', () => {
  test('of a client token, or its JWT, is the one that minted it, as over HTTP', async () => {
    await using mock = createMock(options);
    await mock.account('dct_owner').credits.set({ balance: 7, autoTopUp: null });
    await clientOf(mock.fetch, 'dct_owner').token({ expiresIn: 60 });
    const [minted] = await mock.account('dct_owner').tokens();
    for (const credential of [minted?.apiKey ?? '', minted?.jwt ?? '']) {
      const overHttp = await controlOf(mock.fetch, credential)('GET', '/credits');
      expect(await mock.account(credential).credits.get()).toEqual(overHttp.body);
      expect(overHttp.body).toMatchObject({ balance: 7 });
    }
    expect(await mock.accounts()).toHaveLength(1);
    const holder = mock.account(minted?.apiKey ?? '');
    await holder.load(await holder.save());
    expect(await mock.accounts()).toHaveLength(1);
    await mock.account('dct_owner').clock.advance('61s');
    expect((await controlOf(mock.fetch, minted?.apiKey ?? '')('GET', '/state')).status).toBe(404);
    expect(await failureOf(holder.state())).toMatchObject({ code: 'key_refused', status: 404 });
  });

  test('of a client token resets the one that minted it', async () => {
    await using mock = createMock(options);
    const { body } = await clientOf(mock.fetch, 'dct_owner').token({});
    expect(await mock.account(String(body['apiKey'])).reset()).toBe(1);
    expect(await mock.accounts()).toEqual([]);
  });

  test('of an unknown client token is refused and makes no account', async () => {
    await using mock = createMock(options);
    const { code, advice } = await failureOf(mock.account('ek_unknown').state());
    expect(code).toBe('key_refused');
    expect(advice).toContain('printable ASCII');
    expect(await mock.accounts()).toEqual([]);
  });

  test('without a key is that of the default key, and never that of null', async () => {
    await using mock = createMock(options);
    expect(mock.account().key).toBe(mock.key);
    expect(() => mock.account(null as unknown as string)).toThrow(
      'Cannot take the account of null. A key is text, such as "dct_mock".',
    );
  });
});
