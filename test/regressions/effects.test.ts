import { describe, expect, test } from 'vitest';
import type { EffectInput, RunningMock } from '../../src/index.js';
import { accountOf, generating, KEY, startQuiet } from '../unit/realtime/support/start.js';
import type { StreamClient } from '../unit/realtime/support/stream-client.js';
import { form, imageBlob, serve, type Served } from '../unit/http/support/serve.js';
import { post, submit } from './support.js';

/** Effects that fire together, and effects on operations that they do not apply to. */

const prompt = async (client: StreamClient, text: string): Promise<void> => {
  client.send({ type: 'prompt', prompt: text });
  await client.settled();
};

const addRule = (mock: RunningMock, rule: unknown, key = KEY): Promise<Response> =>
  fetch(`${mock.url}/_mock/rules`, {
    method: 'POST',
    headers: { 'x-api-key': key, 'content-type': 'application/json' },
    body: JSON.stringify(rule),
  });

const process = ({ mock }: Served, text: string): Promise<Response> =>
  post(mock.url, '/v1/generate/lucy-image-2', form({ data: imageBlob, prompt: text }));

const detailOf = async (served: Served, operation: string): Promise<unknown> =>
  (await served.mock.account('dct_r').journal.find({ operation })).findLast(({ kind }) => kind === 'http')
    ?.detail;

describe('effects of one type that fire together all apply', () => {
  test('two ack directives in one prompt', async () => {
    await using mock = await startQuiet();
    await using client = await generating(mock);
    await prompt(client, 'x [mock:late=200ms] [mock:refuse=no]');
    await accountOf(mock).clock.advance(199);
    await client.settled();
    expect(client.of('prompt_ack')).toEqual([]);
    await accountOf(mock).clock.advance(1);
    expect(await client.next('prompt_ack')).toMatchObject({ success: false, error: 'no' });
  });

  test('two ack rules, and a directive', async () => {
    await using mock = await startQuiet();
    const { rules, clock } = accountOf(mock);
    rules.add({ operation: 'realtime.prompt', effect: { type: 'ack', lateMs: 200 } });
    rules.add({ operation: 'realtime.prompt', effect: { type: 'ack', times: 2, lateMs: 5_000 } });
    await using client = await generating(mock);
    await prompt(client, 'x [mock:refuse=no]');
    expect(client.of('prompt_ack')).toEqual([]);
    await clock.advance(200);
    await client.settled();
    const refused = expect.objectContaining({ success: false, error: 'no' }) as unknown;
    expect(client.of('prompt_ack')).toEqual([refused, refused]);
  });

  test('two delays add up, on a socket and over HTTP', async () => {
    await using mock = await startQuiet();
    const { rules, clock } = accountOf(mock);
    rules.add({ operation: 'realtime.prompt', effect: { type: 'delay', ms: 300 } });
    rules.add({ operation: 'quota.get', effect: { type: 'delay', ms: 300 } });
    await using client = await generating(mock);
    await prompt(client, 'x [mock:delay=200ms]');
    await clock.advance(499);
    await client.settled();
    expect(client.of('prompt_ack')).toEqual([]);
    await clock.advance(1);
    await client.next('prompt_ack');

    const before = clock.now();
    const asked = fetch(`${mock.url}/v1/realtime/quota`, {
      headers: { 'x-api-key': KEY, 'x-decart-mock': '{"type":"delay","ms":200}' },
    });
    let answered = 0;
    void asked.then(() => (answered = clock.now()));
    while (answered === 0) {
      await fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': 'dct_other' } });
      await clock.advance(1);
    }
    expect(answered - before).toBeGreaterThanOrEqual(500);
  });

  test('a plan of a rule and one of a directive', async () => {
    await using served = await serve({ onWarning: () => undefined });
    const { rules, clock } = served.mock.account('dct_fail_r');
    await rules.add({ operation: 'jobs.submit', effect: { type: 'plan', processing: '5s' } });
    await submit(served, '[mock:pending=2s]', 'dct_fail_r');
    const [job] = await served.mock.account('dct_fail_r').jobs();
    const now = Date.parse((await clock.get()).now);
    expect(job?.stages.map(({ status, at }) => [status, Date.parse(at) - now])).toEqual([
      ['pending', 0],
      ['processing', 2_000],
      ['failed', 7_000],
    ]);
  });

  test('a refusal and a plan of one job', async () => {
    await using served = await serve({ onWarning: () => undefined });
    await submit(served, '[mock:refuse=no] [mock:pending=2s]');
    const [job] = await served.mock.account('dct_r').jobs();
    expect(job?.stages.map(({ status }) => status)).toEqual(['pending', 'processing', 'failed']);
  });
});

describe('an effect that an operation does not read', () => {
  test.each([
    ['jobs.submit', '[mock:noack]', 'applies to realtime.prompt, realtime.image, not to jobs.submit.'],
    ['jobs.submit', '[mock:late=5s]', 'applies to realtime.prompt, realtime.image, not to jobs.submit.'],
    ['process', '[mock:noack]', 'applies to realtime.prompt, realtime.image, not to process.'],
    ['process', '[mock:hang]', 'applies to jobs.submit, not to process.'],
    ['process', '[mock:instant]', 'applies to jobs.submit, not to process.'],
    ['process', '[mock:pending=5s]', 'applies to jobs.submit, not to process.'],
  ])('in a prompt of %s: %s is warned about', async (operation, text, problem) => {
    await using served = await serve({ onWarning: () => undefined });
    await (operation === 'process' ? process(served, text) : submit(served, text));
    expect(await detailOf(served, operation)).toEqual({
      warnings: [`The prompt's ${text} has no effect: it ${problem} See docs/reference/magic-values.md.`],
    });
  });

  test.each([
    ['jobs.submit', '[mock:refuse=no] [mock:hang]'],
    ['process', '[mock:refuse=no] [mock:fail]'],
  ])('in a prompt of %s: %s is not warned about', async (operation, text) => {
    await using served = await serve({ onWarning: () => undefined });
    await (operation === 'process' ? process(served, text) : submit(served, text));
    expect(await detailOf(served, operation)).toBeUndefined();
  });

  test.each<[string, object, string]>([
    ['jobs.submit', { type: 'ack', times: 2 }, 'The effect "ack" on jobs.submit needs "fail"'],
    [
      'jobs.submit',
      { type: 'ack', fail: 'no', lateMs: 5 },
      'The effect "ack" on jobs.submit has no "lateMs"',
    ],
    ['process', { type: 'ack', skip: true }, 'The effect "ack" on process needs "fail"'],
    ['process', { type: 'plan', pending: 5 }, 'The effect "plan" on process needs "outcome"'],
    [
      'process',
      { type: 'plan', outcome: 'hang' },
      '"outcome" of the effect "plan" on process is not valid: "hang"; expected one of: failed.',
    ],
  ])('in a rule of %s: %j is refused', async (operation, effect, message) => {
    await using mock = await startQuiet();
    const answer = await addRule(mock, { operation, effect });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({
      error: { code: 'bad_rule', message: expect.stringContaining(message) as string },
    });
  });

  test.each<[string, object]>([
    ['jobs.submit', { type: 'ack', fail: 'no' }],
    ['process', { type: 'ack', fail: 'no' }],
    ['process', { type: 'plan', outcome: 'failed' }],
  ])('in a rule of %s: %j is accepted', async (operation, effect) => {
    await using mock = await startQuiet();
    expect((await addRule(mock, { operation, effect })).status).toBe(201);
  });

  test.each<[EffectInput, string]>([
    [{ type: 'plan', outcome: 'failed' }, 'does not apply to quota.get; it applies to process, jobs.submit.'],
    [{ type: 'close', code: 1008 }, 'does not apply to quota.get; it applies to realtime.connect, '],
    [{ type: 'queue', position: 1 }, 'does not apply to quota.get; it applies to realtime.join.'],
  ])('in the header: %j is ignored with a warning', async (effect, message) => {
    const printed: string[] = [];
    await using served = await serve({ onWarning: (warning) => printed.push(warning) });
    const headers = {
      'x-api-key': 'dct_r',
      'x-decart-mock': JSON.stringify([effect, { type: 'malformed' }]),
    };
    const answer = await fetch(`${served.mock.url}/v1/realtime/quota`, { headers });
    expect([answer.status, await answer.text()]).toEqual([200, expect.not.stringMatching(/\}$/)]);
    expect(printed).toEqual([
      expect.stringContaining(
        `The header x-decart-mock has no effect here: The effect "${effect.type}" ${message}`,
      ),
    ]);
    expect(await detailOf(served, 'quota.get')).toEqual({ warnings: printed });
  });

  test('in the header, on an operation that reads other fields of it, is warned about', async () => {
    await using served = await serve({ onWarning: () => undefined });
    const headers = { 'x-api-key': 'dct_r', 'x-decart-mock': '{"type":"ack","times":2}' };
    const body = form({ data: imageBlob, prompt: 'a cat' });
    await fetch(`${served.mock.url}/v1/generate/lucy-image-2`, { method: 'POST', headers, body });
    expect(await detailOf(served, 'process')).toEqual({
      warnings: [expect.stringContaining('The effect "ack" on process needs "fail".')],
    });
  });
});

describe('the effect malformed on a file', () => {
  test('sends its first half, as a complete answer', async () => {
    await using served = await serve({ onWarning: () => undefined });
    const { job_id: id } = (await (await submit(served, '[mock:instant]')).json()) as { job_id: string };
    const content = async (
      effects?: string,
    ): Promise<{ status: number; length: string | null; bytes: Buffer }> => {
      const headers = { 'x-api-key': 'dct_r', ...(effects !== undefined && { 'x-decart-mock': effects }) };
      const answer = await fetch(`${served.mock.url}/v1/jobs/${id}/content`, { headers });
      const bytes = Buffer.from(await answer.arrayBuffer());
      return { status: answer.status, length: answer.headers.get('content-length'), bytes };
    };
    const { bytes: whole } = await content();
    const half = Math.ceil(whole.length / 2);
    expect(await content('{"type":"malformed"}')).toEqual({
      status: 200,
      length: String(half),
      bytes: whole.subarray(0, half),
    });
  });
});

describe('the mode of the effect signal', () => {
  const rule = (mode: string): unknown => ({ operation: 'realtime.join', effect: { type: 'signal', mode } });

  test.each([
    ['no_pnog', 'did you mean \\"no_pong\\"?'],
    ['nope', 'expected one of: validate_500, '],
    ['happy', 'expected one of: validate_500, '],
  ])('%s is refused', async (mode, message) => {
    await using mock = await startQuiet();
    const answer = await addRule(mock, rule(mode));
    expect([answer.status, await answer.text()]).toEqual([400, expect.stringContaining(message)]);
  });

  test.each(['no_pong', 'validate_500', 'leave_during_reconnect'])('%s is accepted', async (mode) => {
    await using mock = await startQuiet();
    expect((await addRule(mock, rule(mode))).status).toBe(201);
  });
});

test.each(['[MOCK:fail]', '[Mock:fail]', '[ mock:fail]', '[mock :fail]'])(
  'a prompt with %s is warned about',
  async (text) => {
    await using served = await serve({ onWarning: () => undefined });
    await submit(served, `a cat ${text}`);
    expect(await detailOf(served, 'jobs.submit')).toEqual({
      warnings: [
        `The prompt's ${text} has no effect: it does not begin with "[mock:". See docs/reference/magic-values.md.`,
      ],
    });
  },
);
