import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { defineCase, type CaseDefinition } from '../../../conformance/engine/define-case.js';
import type { SendOptions } from '../../../conformance/traffic/http.js';
import type { Requirement } from '../../../conformance/engine/requirement.js';
import { runCase } from '../../../conformance/engine/run-case.js';
import { CaseAbort } from '../../../conformance/engine/case-abort.js';
import { json, stub } from './stub.js';
import { until } from '../../support/patience.js';

const requirement = (id: string, more: Partial<Requirement> = {}): [string, Requirement] => [
  id,
  {
    id,
    area: 'queue',
    level: 'MUST',
    subject: ['server'],
    text: `Text of ${id}.`,
    source: 'a page',
    evidence: 'documented',
    ...more,
  },
];

const requirements = new Map([
  requirement('QUE-01'),
  requirement('QUE-02', { level: 'SHOULD' }),
  requirement('QUE-03', { evidence: 'inferred' }),
  requirement('QUE-04', { level: 'MAY' }),
  requirement('ERR-01'),
]);

const options = { requirements, seed: 7 };
const declare = (run: CaseDefinition['run'], more: Partial<CaseDefinition> = {}) =>
  defineCase({ id: 'queue.test/case', title: 'A case', requires: ['QUE-01'], run, ...more });

const okServer = () => stub((_request, response) => json(response, 200, { ok: true }));

describe('runCase', () => {
  test.each([
    ['QUE-01', 'fail', true],
    ['QUE-02', 'warn', false],
    ['QUE-03', 'warn', false],
    ['QUE-04', 'info', false],
  ])('a broken %s is a %s', async (id, verdict, red) => {
    await using server = await okServer();
    const result = await runCase(
      declare(async (c) => void c.check(id, false, { title: 'It holds.' }), { requires: [id] }),
      server.target,
      options,
    );
    expect(result).toMatchObject({ verdict, red });
  });

  test('a requirement that was declared and never checked is not exercised, which is red', async () => {
    await using server = await okServer();
    const result = await runCase(
      declare(async () => {}),
      server.target,
      options,
    );
    expect(result).toMatchObject({ verdict: 'not-exercised', red: true });
  });

  test('an undeclared check is an error of the kit', async () => {
    await using server = await okServer();
    const run = declare(async (c) => void c.check('QUE-02', true, { title: 'It holds.' }));
    expect(await runCase(run, server.target, options)).toMatchObject({ verdict: 'harness-error', red: true });
  });

  test.each([
    [{ reached: true, refused: true, because: true }, 'pass'],
    [{ reached: false, refused: true, because: true }, 'not-exercised'],
    [{ reached: true, refused: false, because: true }, 'fail'],
    [{ reached: true, refused: true, because: false }, 'fail'],
  ])('a refusal with %o is a %s', async (negative, verdict) => {
    await using server = await okServer();
    const run = declare(
      async (c) => void c.negative('QUE-01', { title: 'It is refused.', reason: 'it is bad', ...negative }),
    );
    expect((await runCase(run, server.target, options)).verdict).toBe(verdict);
  });

  test('a precondition that does not hold leaves the rest not exercised, with the reason', async () => {
    await using server = await okServer();
    const run = declare(async (c) => c.precondition(c.key === '', 'the submit answered 500.'));
    const result = await runCase(run, server.target, options);
    expect(result).toMatchObject({
      verdict: 'not-exercised',
      red: true,
      reason: 'Not testable: the submit answered 500.',
    });
  });

  test('a case without an answer is hung at its deadline', async () => {
    await using server = await stub(() => {});
    const run = declare(async (c) => void (await c.http.get('/')), { deadlineMs: 200 });
    const result = await runCase(run, server.target, options);
    expect(result).toMatchObject({ verdict: 'hung', red: true });
    expect(result.trace[0]?.error).toBeDefined();
  });

  test('what a case defers after its deadline is released at once', async () => {
    await using server = await stub(() => {});
    let goOn = (): void => undefined;
    const late = new Promise<void>((resolve) => (goOn = resolve));
    let held = true;
    const run = declare(
      async (c) => {
        await late;
        c.defer(async () => void (held = false));
      },
      { deadlineMs: 50 },
    );
    expect(await runCase(run, server.target, options)).toMatchObject({ verdict: 'hung' });
    goOn();
    await until(() => expect(held).toBe(false));
  });

  test('a case that hangs after all its checks passed is still red', async () => {
    await using server = await stub(() => {});
    const run = declare(
      async (c) => {
        c.check('QUE-01', true, { title: 'It holds.' });
        await c.http.get('/');
      },
      { deadlineMs: 200 },
    );
    expect(await runCase(run, server.target, options)).toMatchObject({ verdict: 'hung', red: true });
  });

  test('a connection that breaks is a crash of the subject', async () => {
    await using server = await stub((request) => request.socket.destroy());
    const run = declare(async (c) => void (await c.http.get('/')));
    expect(await runCase(run, server.target, options)).toMatchObject({ verdict: 'crashed', red: true });
  });

  test('a case that needs a clock does not apply to a server without one', async () => {
    await using server = await okServer();
    const result = await runCase(
      declare(async () => {}, { needs: ['clock'] }),
      server.target,
      options,
    );
    expect(result).toMatchObject({
      verdict: 'not-applicable',
      red: false,
      reason: 'The target has no clock.',
    });
  });

  test('a duration within the jitter of the harness is inconclusive, not a verdict', async () => {
    await using server = await okServer();
    const run = (ms: number) =>
      declare(async (c) => c.timing('QUE-01', { ms, atMost: 100 }, { title: 'Soon.' }));
    const verdictOf = async (ms: number) =>
      (await runCase(run(ms), server.target, { ...options, jitterMs: 20 })).verdict;
    expect([await verdictOf(50), await verdictOf(95), await verdictOf(110), await verdictOf(150)]).toEqual([
      'pass',
      'inconclusive',
      'inconclusive',
      'fail',
    ]);
  });

  test('the result contains neither the key nor a minted token', async () => {
    await using server = await stub((request, response) =>
      json(response, 500, {
        apiKey: 'ek_minted_secret',
        echo: request.headers['x-api-key'],
        url: request.url,
      }),
    );
    const run = declare(async (c) => {
      const answer = await c.http.post(`/?api_key=${c.key}`, { json: { key: c.key } });
      c.check('QUE-01', answer.ok, { title: 'It works.', answer });
    });
    const text = JSON.stringify(await runCase(run, server.target, options));
    expect(text).toContain('500');
    expect(text).not.toContain('dct_secret_queue');
    expect(text).not.toContain('minted_secret');
  });

  test('what was created is removed, newest first, and what cannot be removed is reported', async () => {
    const { Ledger } = await import('../../../conformance/engine/ledger.js');
    await using server = await okServer();
    const ledger = new Ledger();
    const order: string[] = [];
    const undo = (id: string, gone: boolean) => async () => {
      order.push(id);
      return gone;
    };
    const run = declare(async (c) => {
      c.created('file', 'a', undo('a', false), 'delete a');
      c.created('file', 'b', undo('b', true));
      throw new CaseAbort('not-supported', 'no more');
    });
    const result = await runCase(run, server.target, { ...options, ledger });
    expect(result.verdict).toBe('not-supported');
    expect(order).toEqual(['b', 'a']);
    expect(ledger.leftovers()).toMatchObject([{ id: 'a', state: 'could-not-remove', remedy: 'delete a' }]);
  });

  test('the same seed draws the same numbers, whatever ran before', async () => {
    await using server = await okServer();
    const drawn: number[] = [];
    const run = declare(async (c) => {
      drawn.push(c.random.int(1_000_000));
      c.check('QUE-01', true, { title: 'It holds.' });
    });
    await runCase(run, server.target, options);
    await runCase(run, server.target, options);
    await runCase(run, server.target, { ...options, seed: 8 });
    expect(drawn[0]).toBe(drawn[1]);
    expect(drawn[2]).not.toBe(drawn[0]);
  });
});

test('a case that requires nothing cannot be declared', () => {
  expect(() => declare(async () => {}, { requires: [] })).toThrow(/requires nothing/);
});

test('a request times out even when the garbage collector runs meanwhile', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  await using server = await stub((request, response) => {
    if (request.url === '/body') response.writeHead(200).flushHeaders();
  });
  const ask = async (path: string, more: SendOptions = {}) => {
    const run = declare(async (c) => void (await c.http.get(path, { timeoutMs: 1_000, ...more })), {
      deadlineMs: 40_000,
    });
    return (await runCase(run, server.target, options)).reason;
  };
  const collecting = setInterval(collect, 100);
  const reasons = await Promise.all([ask('/body', { until: () => false }), ask('/body'), ask('/nothing')]);
  clearInterval(collecting);
  const timeout: unknown = expect.stringContaining('timeout');
  expect(reasons).toEqual([undefined, timeout, timeout]);
});
