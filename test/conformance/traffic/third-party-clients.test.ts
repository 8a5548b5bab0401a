import { describe, expect, test } from 'vitest';
import { consoleReport } from '../../../conformance/report/console.js';
import type { TracedSocket, TracedMessage } from '../../../conformance/suites/traffic/trace.js';
import { findings, judge, traceOf } from './support.js';

/** Traffic observed from third-party clients: see docs/how-to/third-party-clients.md. */

const message = (from: TracedMessage['from'], at: number, body: { type: string }): TracedMessage => ({
  at,
  from,
  type: body.type,
  body,
});
const ack = (at: number) => message('server', at, { type: 'prompt_ack' });
const error = (at: number, text: string) => message('server', at, { type: 'error', ...{ error: text } });
const shortly = (each: string) => each.split(' ').slice(0, 2).join(' ');

describe('a client of direct WebRTC, which waits for an ack before its offer,', () => {
  const valid = { type: 'prompt', prompt: 'a red hat' };
  const stated: TracedMessage = { at: 0, from: 'client', type: 'prompt', body: valid };
  const connection = (messages: TracedMessage[], closed: TracedSocket['closed'], endedAt: number) =>
    findings(
      judge(
        traceOf([], [{ at: 0, endedAt, messages: [stated, ...messages], ...(closed ? { closed } : {}) }]),
      ),
    );

  test.each([
    ['it was refused and closed', [error(10, 'Server at capacity.')], 'server', 1013, 11],
    ['it was refused and closed first', [error(10, 'Insufficient credits')], 'client', 1000, 10],
    ['the connection broke before the ack', [], 'server', 1006, 500],
    ['the server closed while it gathered candidates', [ack(10)], 'server', 1013, 5000],
  ] as const)('has no finding about its join when %s', (_what, messages, by, code, endedAt) => {
    expect(connection([...messages], { by, code }, endedAt)).toEqual([]);
  });

  test.each([
    ['it left after the ack', [ack(10)], 'client', 1000, 3000],
    ['the server closed long after the ack', [ack(10)], 'server', 1001, 60_000],
  ] as const)('has a finding when %s', (_what, messages, by, code, endedAt) => {
    expect(connection([...messages], { by, code }, endedAt).map(shortly)).toEqual(['fail RT-70']);
  });
});

test('reconnects after a permanent error are one finding, whichever side closed first', () => {
  const retired = (at: number, by: 'client' | 'server') => ({
    at,
    endedAt: at + 20,
    closed: { by, code: by === 'client' ? 1000 : 1008 },
    messages: [error(at + 10, 'This model has been retired.')],
  });
  const run = judge(
    traceOf(
      [],
      [retired(0, 'server'), retired(1000, 'client'), retired(3000, 'client'), retired(7000, 'server')],
    ),
  );
  expect(findings(run)).toEqual([
    expect.stringMatching(
      /^fail RT-74 The client connected again 980 ms after "This model .* Again in exchanges 102, 103\. Fix: .* use a model that is served\.$/,
    ),
  ]);
});

describe('a client that reconnects at once', () => {
  const room = (at: number) => message('server', at, { type: 'livekit_room_info' });
  const ended = (at: number, code: number, messages: TracedMessage[] = []) => ({
    at,
    endedAt: at + 100,
    closed: { by: 'server' as const, code },
    messages,
  });
  const waits = (code: number) => [
    ended(0, code, [room(50)]),
    ended(110, code),
    ended(220, code),
    { at: 2000 },
  ];

  test('is tolerated after a session, as with official SDKs, and warned after a failed try', () => {
    expect(findings(judge(traceOf([], waits(1006))))).toEqual([
      expect.stringMatching(
        /^info TIM-42 .* again 10 ms after the connection ended\. Official SDKs do this too, .* Fix: None where an SDK/,
      ),
      expect.stringMatching(/^warn TIM-42 .* again 10 ms after the connection ended\. Fix: Wait a second,/),
    ]);
    expect(findings(judge(traceOf([], waits(1013)))).map(shortly)).toEqual(['info RT-75', 'warn RT-75']);
  });

  test('is in the report when the finding is only information', () => {
    const run = judge(traceOf([], [ended(0, 1006, [room(50)]), { at: 110 }]));
    expect(run.results.filter(({ verdict }) => verdict === 'info').map(({ id }) => id)).toEqual([
      'realtime.traffic/reconnects',
    ]);
    expect(consoleReport(run)).toContain('Official SDKs do this too');
  });

  test('has no finding where the source does not record who closed', () => {
    const har = { ...traceOf([], [{ at: 0, endedAt: 100 }, { at: 110 }]), kind: 'har' as const };
    expect(findings(judge(har))).toEqual([]);
    expect(
      findings(judge(traceOf([], [{ at: 0, endedAt: 100, refused: 503 }, { at: 110 }]))).map(shortly),
    ).toEqual(['warn TIM-42']);
  });
});

describe('a repeated fault is one finding', () => {
  const submit = (fields: { name: string; value: string }[]) => ({
    method: 'POST',
    path: '/v1/jobs/lucy-2.5',
    status: 503,
    at: Date.parse('2026-11-21'),
    sent: { fields },
  });

  test('for an undeclared field', () => {
    const forms = [...Array(6).keys()].map((n) => ({
      ...submit([{ name: 'orientation', value: 'landscape' }]),
      at: Date.parse('2026-11-21') + 1000 * 3 ** n,
    }));
    expect(findings(judge(traceOf(forms)))).toEqual([
      expect.stringMatching(
        /^fail QUE-65 .* the field orientation, .* Again in exchanges 2, 3, 4 and 2 more\. Fix: /,
      ),
    ]);
  });

  test('for the pace of polls, at the fastest job, with the pace of SDKs apart', () => {
    const polls = (job: string, start: number, gap: number) =>
      [0, 1, 2].map((n) => ({ path: `/v1/jobs/${job}`, at: start + n * gap, answer: { status: 'pending' } }));
    const run = judge(
      traceOf([
        ...polls('sdk-a', 0, 1600),
        ...polls('sdk-b', 10_000, 1500),
        ...polls('loop-a', 20_000, 900),
        ...polls('loop-b', 30_000, 200),
      ]),
    );
    expect(findings(run)).toEqual([
      expect.stringMatching(
        /^warn QUE-60 Job loop-b was polled 3 times, .* after 200 ms\. Again in exchanges \d+, \d+, \d+\. Fix: Wait 2 s .* or let an SDK wait for it\.$/,
      ),
      expect.stringMatching(
        /^info QUE-60 Job sdk-b .* after 1500 ms\. Official SDKs do so too: .* Again in exchanges \d+, \d+, \d+\. Fix: None where an SDK polls for you; /,
      ),
    ]);
  });
});

test('a name is deprecated since the first day, whatever its replacement since', () => {
  const at = Date.parse('2026-11-21');
  expect(findings(judge(traceOf([], [{ at, model: 'lucy_2_rt' }])))).toEqual([
    'warn MOD-41 lucy_2_rt is a deprecated spelling since 2026-04-07. Fix: Use lucy-2.1.',
  ]);
});

describe('a body that is not a form, or lacks a required field,', () => {
  const post = (path: string, more: object) =>
    findings(judge(traceOf([{ method: 'POST', path, status: 422, at: Date.parse('2026-11-21'), ...more }])));

  test('is a finding without a boundary, as when a client sets the header by hand', () => {
    expect(post('/v1/jobs/lucy-2.5', { headers: { 'content-type': 'multipart/form-data' } })).toEqual([
      expect.stringMatching(/^fail QUE-65 .* was sent a multipart\/form-data without boundary instead/),
    ]);
  });

  test('is a finding when it is JSON', () => {
    const headers = { 'content-type': 'application/json' };
    expect(post('/v1/jobs/lucy-2.5', { headers, sent: { json: { prompt: 'hat' } } })).toEqual([
      expect.stringMatching(/^fail QUE-65 .* was sent JSON instead of a form/),
    ]);
  });

  test('is a finding for an image model without an image', () => {
    expect(
      post('/v1/generate/lucy-image-2', { sent: { fields: [{ name: 'prompt', value: 'a red hat' }] } }),
    ).toEqual([expect.stringMatching(/^fail PRO-40 \/v1\/generate\/lucy-image-2 was not sent data, /)]);
  });

  test('is not a finding in a source that leaves bodies out', () => {
    const call = { method: 'POST', path: '/v1/generate/lucy-image-2', at: Date.parse('2026-11-21') };
    const trace = traceOf([
      { ...call, headers: { 'content-type': 'multipart/form-data; boundary=x' } },
      { ...call, sent: { fields: [{ name: 'prompt', value: 'a red hat' }] } },
    ]);
    expect(findings(judge({ ...trace, kind: 'har' }))).toEqual([]);
  });
});

test('an unused token is a finding only when the recording goes on past its expiry', () => {
  const mint = {
    method: 'POST',
    path: '/v1/client/tokens',
    at: 0,
    answer: { apiKey: '<client-token-1>', expiresAt: new Date(60_000).toISOString() },
  };
  const until = (end: number) => findings(judge({ ...traceOf([mint]), until: end })).map(shortly);
  expect([until(59_000), until(61_000)]).toEqual([[], ['warn TOK-41']]);
});

describe('a submitted job', () => {
  const submit = {
    method: 'POST',
    path: '/v1/jobs/lucy-2.5',
    at: 0,
    answer: { job_id: 'j1', status: 'pending' },
  };
  const verdict = (calls: Parameters<typeof traceOf>[0], until: number) =>
    findings(judge({ ...traceOf([submit, ...calls]), until })).map(shortly);

  test('is a finding after a minute without a poll, and not before', () => {
    expect(verdict([], 61_000)).toEqual(['warn QUE-77']);
    expect(verdict([], 59_000)).toEqual([]);
  });

  test('is not a finding when it is polled', () => {
    expect(verdict([{ path: '/v1/jobs/j1', at: 5000 }], 90_000)).toEqual([]);
  });

  test('is one finding with the others', () => {
    const other = { ...submit, at: 100, answer: { job_id: 'j2', status: 'pending' } };
    expect(findings(judge({ ...traceOf([submit, other]), until: 90_000 }))).toEqual([
      expect.stringMatching(/^warn QUE-77 Job j1 .* in the 90 s that followed\. Again in exchange 2\. Fix: /),
    ]);
  });
});
