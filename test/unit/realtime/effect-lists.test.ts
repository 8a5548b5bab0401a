import { describe, expect, test } from 'vitest';
import type { EffectInput, RuleInput } from '../../../src/index.js';
import { parseRule } from '../../../src/world/rules/parse-rule.js';
import { accountOf, connect, generating, KEY, startQuiet } from './support/start.js';

const going = { type: 'message', message: { type: 'error', error: 'Going down.' } } as const;
const restart = { type: 'close', code: 1012, reason: 'Service Restart' } as const;

describe('a rule with a list of effects', () => {
  test.each(['realtime.join', 'realtime.media', 'realtime.generation', 'realtime.connect'] as const)(
    'on %s applies them in their order: a message, then a close',
    async (operation) => {
      await using mock = await startQuiet();
      accountOf(mock).rules.add({ operation, effect: [going, restart] });
      await using client = await connect(mock);
      client.send({ type: 'livekit_join', initial_state: { type: 'prompt', prompt: 'a cat' } });
      expect(await client.closed).toEqual({ code: 1012, reason: 'Service Restart' });
      expect(client.messages.at(-1)).toEqual(going.message);
    },
  );

  test('has the time of each one', async () => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({
      operation: 'realtime.generation',
      effect: [
        { ...going, afterMs: '1s' },
        { ...restart, afterMs: 2_500 },
      ],
    });
    await using client = await generating(mock);
    await accountOf(mock).clock.advance(1_000);
    await client.next('error');
    await accountOf(mock).clock.advance(1_499);
    await client.settled();
    expect(client.socket.readyState).toBe(client.socket.OPEN);
    await accountOf(mock).clock.advance(1);
    expect((await client.closed).code).toBe(1012);
  });

  test('shows all of them in the journal, and counts as one rule', async () => {
    await using mock = await startQuiet();
    const { rules, journal } = mock.account(KEY);
    await rules.add({ id: 'both', operation: 'realtime.prompt', effect: [going, restart] });
    expect(await rules.unused()).toMatchObject([{ id: 'both', effect: [going, restart] }]);
    await using client = await generating(mock);
    client.send({ type: 'prompt', prompt: 'a cat' });
    await client.closed;
    expect(client.types().slice(-2)).toEqual(['prompt_ack', 'error']);
    expect(await rules.list()).toMatchObject([{ id: 'both', matched: 1, fired: 1, unused: false }]);
    const fired = (await journal.find()).flatMap(({ detail }) => detail?.['fired'] ?? []);
    expect(fired).toEqual(['message', 'close']);
  });

  test('works over HTTP', async () => {
    await using mock = await startQuiet({ clock: 'auto' });
    const { rules, key } = mock.account('dct_listed');
    const effect: EffectInput[] = [
      { type: 'delay', ms: '2s' },
      { type: 'error', code: 'at_capacity' },
    ];
    await rules.add({ operation: 'quota.get', effect });
    const before = accountOf(mock, key).clock.now();
    const answer = await fetch(`${mock.url}/v1/realtime/quota`, { headers: { 'x-api-key': key } });
    expect(answer.status).toBe(503);
    expect(accountOf(mock, key).clock.now() - before).toBeGreaterThanOrEqual(2_000);
  });
});

describe('a list with an end and a close applies them in their order', () => {
  const ended = (reason: string, seconds: number) => ({ type: 'generation_ended', seconds, reason });
  const close = { type: 'close', code: 1008, reason: 'Policy' } as const;

  test.each<[string, EffectInput[], ReturnType<typeof ended>]>([
    [
      'at the same time',
      [
        { type: 'end', reason: 'timeout', afterSeconds: 2 },
        { ...close, afterMs: 2_000 },
      ],
      ended('timeout', 2),
    ],
    [
      'with a terminal reason, whose own close is replaced',
      [
        { type: 'end', reason: 'moderation_violation', afterSeconds: 1 },
        { ...close, afterMs: '3s' },
      ],
      ended('moderation_violation', 1),
    ],
    [
      'with a message between them',
      [{ type: 'end', reason: 'moderation_violation' }, going, close],
      ended('moderation_violation', 0),
    ],
  ])('%s', async (_, effect, end) => {
    await using mock = await startQuiet();
    accountOf(mock).rules.add({ operation: 'realtime.generation', effect });
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', initial_state: { type: 'prompt', prompt: 'a cat' } });
    await client.next('generation_started');
    await accountOf(mock).clock.advance(10_000);
    expect(await client.closed).toEqual({ code: 1008, reason: 'Policy' });
    const last = client.messages.filter(({ type }) => type !== 'error' && !type.endsWith('_ack')).at(-1);
    expect(last).toEqual(end);
  });

  test.each(['first', 'later'])('in the %s prompt of a session', async (which) => {
    await using mock = await startQuiet();
    const effect: EffectInput[] = [{ type: 'end', reason: 'moderation_violation' }, close];
    accountOf(mock).rules.add({ operation: 'realtime.prompt', effect });
    await using client = which === 'later' ? await generating(mock) : await connect(mock);
    if (which === 'first') client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'a cat' });
    expect(await client.closed).toEqual({ code: 1008, reason: 'Policy' });
    expect(client.messages.slice(-1)).toEqual([ended('moderation_violation', 0)]);
  });

  test('by directives in the first prompt', async () => {
    await using mock = await startQuiet();
    await using client = await connect(mock);
    client.send({ type: 'livekit_join', passthrough: false });
    client.send({ type: 'prompt', prompt: 'a cat [mock:end=timeout] [mock:close=1011]' });
    expect(await client.closed).toMatchObject({ code: 1011 });
    expect(client.messages.at(-1)).toEqual(ended('timeout', 0));
  });
});

describe('a list of effects is refused', () => {
  const error = { type: 'error', code: 'at_capacity' } as const;
  const respond = { type: 'respond', status: 500 } as const;
  const close = { type: 'close', code: 1013 } as const;
  test.each<[RuleInput['operation'], readonly unknown[], string]>([
    ['quota.get', [], '"effect" of the rule is not valid: []; give one object, or a list of them.'],
    ['quota.get', Array(21).fill({ type: 'delay', ms: 1 }), 'The list has 21 effects; give at most 20.'],
    ['quota.get', [respond, error], 'has two answers to one call, "respond" and "error"; keep one.'],
    ['quota.get', [error, error], 'has "error" twice; write its fields into one effect.'],
    [
      'jobs.submit',
      [{ type: 'plan', outcome: 'hang' }, error],
      'has "plan" beside "error", which is sent instead',
    ],
    [
      'jobs.content',
      [{ type: 'no-response' }, { type: 'slow', bytesPerSecond: 1 }],
      'sends no body to break',
    ],
    [
      'jobs.content',
      [
        { type: 'reset', afterBytes: 1 },
        { type: 'truncate', bytes: 2 },
      ],
      'cuts the body twice',
    ],
    [
      'realtime.join',
      [close, { type: 'drop' }],
      'ends the connection twice, with "close" and "drop"; keep one.',
    ],
    [
      'realtime.join',
      [close, going],
      'has "message" after "close", which ends the connection; put it before.',
    ],
    ['realtime.join', [{ ...going, afterMs: 2 }, close], 'has "message" after "close"'],
    [
      'realtime.generation',
      [{ type: 'end', reason: 'moderation_violation' }, going],
      'has "message" after "end", which ends the connection; put it before.',
    ],
    [
      'realtime.generation',
      [
        { ...going, afterMs: '3s' },
        { type: 'end', reason: 'insufficient_credits', afterSeconds: 2 },
      ],
      'has "message" after "end", which ends the connection',
    ],
    [
      'realtime.generation',
      [
        { type: 'end', reason: 'timeout', afterSeconds: 1.5 },
        { ...close, afterMs: 1_600 },
      ],
      'has "end" after "close"',
    ],
    ['realtime.connect', [going, error], 'has "message" beside "error", which leaves no session'],
    ['realtime.prompt', [error, close], 'has "close" beside "error", which leaves no session'],
    ['realtime.prompt', [{ type: 'ack', fail: 'no' }, error], 'has "ack" beside "error"'],
    ['realtime.connect', [{ type: 'silent' }, going], 'has "message" beside "silent"'],
    [
      'quota.get',
      [{ type: 'delay', ms: 1 }, { type: 'delay' }],
      'Effect 2 of 2: The effect "delay" needs "ms".',
    ],
    [
      'quota.get',
      [{ type: 'delay', ms: 1 }, close],
      'Effect 2 of 2: The effect "close" does not apply to quota.get',
    ],
    ['quota.get', ['delay'], 'An effect is an object with a "type".'],
  ])('on %s %j: %s', (operation, effect, message) => {
    expect(() => parseRule({ operation, effect })).toThrow(message);
  });

  test('in the header of a request as well', async () => {
    await using mock = await startQuiet();
    const header = JSON.stringify([respond, { type: 'no-response' }]);
    const answer = await fetch(`${mock.url}/v1/realtime/quota`, {
      headers: { 'x-api-key': KEY, 'x-decart-mock': header },
    });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('two answers to one call');
  });
});

test.each<[RuleInput['operation'], EffectInput | EffectInput[]]>([
  [
    'quota.get',
    [
      { type: 'delay', ms: 1 },
      { type: 'delay', ms: 2 },
    ],
  ],
  [
    'jobs.content',
    [{ type: 'malformed' }, { type: 'truncate', bytes: 5 }, { type: 'slow', bytesPerSecond: 5 }],
  ],
  ['realtime.prompt', [{ type: 'error', code: 'insufficient_credits' }, restart]],
  ['realtime.connect', [{ type: 'silent' }, { ...restart, afterMs: '5s' }]],
  [
    'realtime.generation',
    [
      { type: 'end', reason: 'timeout', afterSeconds: 2 },
      { ...restart, afterMs: '2s' },
    ],
  ],
])('on %s %j is a valid list', (operation, effect) => {
  expect(parseRule({ operation, effect })).toMatchObject({ operation });
});

describe('the reason of a close', () => {
  const long = 'é'.repeat(62);

  test('may be 123 bytes in a rule and in a prompt', async () => {
    const reason = `${long.slice(1)}a`;
    expect(parseRule({ operation: 'realtime.join', effect: { ...restart, reason } })).toBeDefined();
    await using mock = await startQuiet();
    await using client = await generating(mock);
    client.send({ type: 'prompt', prompt: `[mock:close=4000:${reason}]` });
    expect(await client.closed).toEqual({ code: 4000, reason });
  });

  test('is refused beyond that in a rule, and warned about in a prompt', async () => {
    expect(() => parseRule({ operation: 'realtime.join', effect: { ...restart, reason: long } })).toThrow(
      'give text of at most 123 bytes, as a close frame carries',
    );
    const warnings: string[] = [];
    await using mock = await startQuiet({ onWarning: (warning) => warnings.push(warning) });
    await using client = await generating(mock);
    client.send({ type: 'prompt', prompt: `[mock:close=4000:${long}]` });
    expect(await client.next('prompt_ack')).toMatchObject({ success: true });
    expect(warnings).toEqual([
      expect.stringContaining(
        'needs a code that a close frame carries, like 1008, and may add a colon and up to 123',
      ),
    ]);
  });
});

test('over HTTP signalling a prompt at capacity is a 503, and ends the session', async () => {
  await using mock = await startQuiet();
  const headers = { 'x-api-key': KEY, 'content-type': 'application/json' };
  const sdp = {
    type: 'offer',
    sdp: 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n',
  };
  const post = (path: string, body: object): Promise<Response> =>
    fetch(`${mock.url}/v1/realtime/sessions${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  const created = await post('', { model: 'lucy-2.5', sdp });
  const { session_id: id } = (await created.json()) as { session_id: string };
  expect((await post(`/${id}/prompt`, { prompt: 'a cat [mock:error=at_capacity]' })).status).toBe(503);
  expect(accountOf(mock).sessions.active).toBe(0);
});
