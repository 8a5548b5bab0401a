import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { startMock } from '../../src/index.js';
import { Clock } from '../../src/world/time/clock.js';
import type { Effect } from '../../src/world/rules/effects/effect.js';
import type { RuleSpec } from '../../src/world/rules/types.js';
import { World } from '../../src/world/world.js';

const quota = async (url: string, key: string): Promise<Response> =>
  fetch(`${url}/v1/realtime/quota`, { headers: { 'x-api-key': key } });

describe('a clock', () => {
  it('moves once for each of several concurrent callers', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    await Promise.all([clock.advance(10_000), clock.advance(10_000)]);
    expect(clock.now()).toBe(20_000);
  });

  it('does not move beyond the last ISO date', async () => {
    const clock = new Clock({ mode: 'manual', now: 0 });
    await expect(clock.advance(1e18)).rejects.toThrow(RangeError);
    expect(() => clock.setMode('scaled', 1e300)).toThrow(RangeError);
    expect(clock.iso()).toBe('1970-01-01T00:00:00.000Z');
  });
});

describe('a JWT', () => {
  it('of ours with another algorithm, without a signature, or with a suffix is refused', async () => {
    await using mock = await startMock({ seed: 'jwt' });
    const { jwt } = await mock.world.account('dct_jwt').tokens.mint();
    const [head = '', body = ''] = jwt.split('.');
    const other = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url');
    const signature = createHmac('sha256', 'x').update(`${other}.${body}`).digest('base64url');
    expect((await quota(mock.url, jwt)).status).toBe(200);
    for (const forged of [`${other}.${body}.${signature}`, `${head}.${body}.`, `${jwt}=`]) {
      expect((await quota(mock.url, forged)).status).toBe(401);
    }
  });
});

describe('an organisation', () => {
  it('gets back the reservations of an account that is reset', async () => {
    const organisations = { shared: { credits: 100, autoTopUp: null, maxConcurrentSessions: 1 } };
    const keys = { dct_a: { organisation: 'shared' }, dct_b: { organisation: 'shared' } };
    await using mock = await startMock({ seed: 'org', clock: 'manual', organisations, keys });
    const { organisation, now } = mock.world.account('dct_a');
    organisation.credits.reserve({ id: 'job', amount: 40, at: now() + 600_000, outcome: 'refund', now });
    expect(organisation.quota.acquire('session', now)).toBe(true);
    expect(organisation.credits.available()).toBe(60);
    await mock.world.reset('dct_a');
    expect(organisation.credits.available()).toBe(100);
    expect(mock.world.account('dct_b').organisation.quota.view().remaining).toBe(1);
  });
});

it('strict keys refuse the key under which requests without a key are journalled', async () => {
  await using mock = await startMock({ seed: 'strict', strictKeys: true, keys: { dct_known: {} } });
  await fetch(`${mock.url}/.well-known/jwks.json`);
  expect((await quota(mock.url, 'anonymous')).status).toBe(401);
  expect((await quota(mock.url, 'dct_known')).status).toBe(200);
});

it('a rule added in process, or given as an option, is checked', () => {
  const effect: Effect = { type: 'close', code: 1006, afterMs: 5 };
  const rule: RuleSpec = { operation: 'realtime.join', effect };
  expect(() => new World().account('dct_me').rules.add(rule)).toThrow(/"code" of the effect "close"/);
  expect(() => new World({ rules: [rule] }).account('dct_me')).toThrow(/"code" of the effect "close"/);
});

it('registered keys and organisations are bounded', () => {
  const world = new World({ limits: { accounts: 3 }, keys: { dct_given: { organisation: 'given' } } });
  const mine = (id: string): string => `dct_${id}`;
  const ids = Array.from({ length: 50 }, (_, index) => String(index));
  for (const id of ids) {
    world.register(mine(id), {});
    world.register('dct_mover', { organisation: id });
  }
  expect(ids.filter((id) => world.knows(mine(id))).length).toBeLessThanOrEqual(4);
  expect([...world.organisations()].length).toBeLessThanOrEqual(4);
  expect([world.knows('dct_given'), world.knows('dct_mover'), world.knows(mine('49'))]).toEqual([
    true,
    true,
    true,
  ]);
});
