import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { refuseMalformed } from '../../../src/http/connection/malformed.js';
import { detail, hostileServer } from './support/hostile.js';
import { head, Wire } from './support/wire.js';

const server = hostileServer();
const MALFORMED = 'Invalid HTTP request received.';
const quota = (headers: Readonly<Record<string, string>> = {}): string =>
  head('GET', '/v1/realtime/quota', headers);
const mocked = (effects: unknown): { 'x-decart-mock': string } => ({
  'x-decart-mock': JSON.stringify(effects),
});

describe('a request is refused with 400, and the connection closes, when it has', () => {
  test.each([
    ['two Hosts', quota().replace('Host: mock', 'Host: a\r\nHost: b')],
    ['the same Host twice', quota().replace('Host: mock', 'Host: mock\r\nhost: mock')],
    ['two Hosts in HTTP/1.0', quota().replace('Host: mock', 'Host: a\r\nHost: b').replace('1.1', '1.0')],
    ['no Host', quota().replace('Host: mock\r\n', '')],
    ['a Host with a path', quota().replace('Host: mock', 'Host: mock/v1')],
    ['a Host with a user', quota().replace('Host: mock', 'Host: me@mock')],
    ['a folded header', quota({ 'X-A': 'a\r\n b' })],
    ['a blank before a colon', quota({ 'X-A ': 'a' })],
    ['chunks that are not the last coding', quota({ 'Transfer-Encoding': 'chunked, gzip' })],
    ['lines that end in LF alone', quota().replaceAll('\r\n', '\n')],
    ['a version of letters', quota().replace('1.1', 'x.y')],
    ['a version of one digit', quota().replace('1.1', '1')],
    ['a version of three digits', quota().replace('1.1', '1.11')],
    ['a TLS greeting', Buffer.from('16030100f1010000ed0303', 'hex')],
    ['the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ])('%s', async (_what, request) => {
    using wire = await Wire.open(server.url);
    await wire.write(request);
    const answer = await wire.answer();
    expect([answer.status, answer.body]).toEqual([400, MALFORMED]);
    expect(answer.headers['connection']).toBe('close');
    await expect.poll(() => wire.closed).toBe(true);
    expect(wire.received).toBe('');
  });
});

test.each([
  'localhost',
  '127.0.0.1:8787',
  '[::1]:8787',
  'api.decart.ai',
  '',
  'under_score.internal',
  'xn--bcher-kva:80',
])('the Host "%s" is accepted', async (host) => {
  expect((await server.ask(quota({ Host: host }))).status).toBe(200);
});

test('HTTP/1.0 needs no Host, and its connection closes', async () => {
  const answer = await server.ask(quota().replace('1.1', '1.0').replace('Host: mock\r\n', ''));
  expect([answer.status, answer.headers['connection']]).toEqual([200, 'close']);
});

test.each(['2.0', '0.9', '3.0', '1.2', '2.1', '9.9'])('HTTP/%s is answered with 505', async (version) => {
  const answer = await server.ask(quota().replace('1.1', version));
  expect([answer.status, answer.body]).toEqual([505, 'HTTP Version Not Supported']);
});

describe('a client that closes its side after the request gets its answer', () => {
  const job = '{"model":"lucy-2.1"}';
  const json = { 'Content-Type': 'application/json', 'Content-Length': job.length };
  test.each([
    ['to GET', [quota()], [200]],
    ['to POST', [head('POST', '/v1/models/resolve', json) + job], [200]],
    ['to POST, whose body comes later', [head('POST', '/v1/models/resolve', json), job], [200]],
    [
      'each of several',
      [quota() + head('POST', '/v1/models/resolve', json) + job + quota()],
      [200, 200, 200],
    ],
    ['to an upgrade', [quota({ Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c' })], [200]],
    ['to CONNECT', ['CONNECT mock:80 HTTP/1.1\r\nHost: mock\r\n\r\n'], [405]],
    ['to what is no HTTP', ['what is this\r\n\r\n'], [400]],
    ['to half a body', [head('POST', '/v1/models/resolve', json) + job.slice(1)], [400]],
  ])('%s', async (_what, pieces, statuses) => {
    using wire = await Wire.open(server.url);
    for (const piece of pieces) await wire.write(piece);
    wire.socket.end();
    for (const status of statuses) expect((await wire.answer()).status).toBe(status);
    await expect.poll(() => wire.closed).toBe(true);
  });
});

test('a client that closes its side, and waits for an answer that is delayed, is taken for gone', async () => {
  using wire = await Wire.open(server.url);
  await wire.write(quota(mocked([{ type: 'delay', ms: 60_000 }])));
  wire.socket.end();
  await expect.poll(() => wire.closed, { timeout: 5_000 }).toBe(true);
  expect(wire.received).toBe('');
});

test('nothing follows an answer that says Connection: close', async () => {
  using wire = await Wire.open(server.url);
  await wire.write(quota().replace('1.1', '2.0') + quota());
  const answer = await wire.answer();
  expect([answer.status, answer.headers['connection']]).toEqual([505, 'close']);
  await expect.poll(() => wire.closed).toBe(true);
  expect(wire.received).toBe('');
});

test('headers of 200 KB are refused with 431, which arrives', async () => {
  using wire = await Wire.open(server.url);
  await wire.write(quota({ 'X-Long': 'x'.repeat(200_000) })).catch(() => undefined);
  expect(await wire.answer()).toMatchObject({ status: 431, body: 'Request Header Fields Too Large' });
  await expect.poll(() => wire.closed).toBe(true);
});

test.each([
  ['the head', 'GET / HTTP/1.1\r\nHost: x\r\nX-'],
  ['the body', head('POST', '/', { 'Content-Length': 9 })],
])('a client that does not finish %s in time gets one 408', async (_what, text) => {
  const slow = createServer({ headersTimeout: 40, requestTimeout: 40, connectionsCheckingInterval: 10 });
  slow.on('clientError', (error, socket) => refuseMalformed(error, socket, () => undefined));
  await once(slow.listen(0, '127.0.0.1'), 'listening');
  using wire = await Wire.open(`http://127.0.0.1:${(slow.address() as AddressInfo).port}`);
  await wire.write(text);
  expect(await wire.answer()).toMatchObject({ status: 408, body: 'Request Timeout' });
  await expect.poll(() => wire.closed).toBe(true);
  expect(wire.received).toBe('');
  slow.close();
});

test('bytes that are no request are refused once, after the answers to the requests before them', async () => {
  using wire = await Wire.open(server.url);
  await wire.write(`${quota()}${quota()}what is this\r\n\r\n`);
  await wire.write('more of it\r\n\r\n').catch(() => undefined);
  expect((await wire.answer()).status).toBe(200);
  expect((await wire.answer()).status).toBe(200);
  expect(await wire.answer()).toMatchObject({ status: 400, body: MALFORMED });
  await expect.poll(() => wire.closed).toBe(true);
  expect(wire.received).toBe('');
});

describe('an answer without content', () => {
  const effects = [
    ['a rule', []],
    ['a rule that truncates', [{ type: 'truncate', bytes: 2 }]],
    ['a rule that slows', [{ type: 'slow', bytesPerSecond: 1 }]],
    ['a rule that resets later', [{ type: 'reset', afterBytes: 2 }]],
    ['a rule that cuts JSON', [{ type: 'malformed' }]],
  ] as const;
  const cases = [204, 205, 304].flatMap((status) =>
    ['GET', 'HEAD'].flatMap((method) => effects.map(([what, more]) => ({ status, method, what, more }))),
  );
  test.each(cases)(
    'of status $status, to $method, by $what, has no body',
    async ({ status, method, more }) => {
      using wire = await Wire.open(server.url);
      const respond = { type: 'respond', status, body: { some: 'content' } };
      await wire.write(head(method, '/v1/realtime/quota', mocked([respond, ...more])));
      const answer = await wire.answer();
      expect(answer.status).toBe(status);
      expect(answer.headers['content-length']).toBe(status === 205 ? '0' : undefined);
      expect(answer.headers).not.toHaveProperty('transfer-encoding');
      // The next answer begins right behind the head of this one.
      await wire.write(quota());
      expect((await wire.answer()).status).toBe(200);
    },
  );

  test('of a refused handshake has none', async () => {
    await server.mock.account('dct_empty').rules.add({
      operation: 'realtime.connect',
      effect: { type: 'respond', status: 205, body: { some: 'content' } },
    });
    const answer = await server.ask(
      head('GET', '/v1/stream?api_key=dct_empty&model=lucy-2.1', {
        Connection: 'Upgrade',
        Upgrade: 'websocket',
        'Sec-WebSocket-Version': 13,
        'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
      }),
    );
    expect([answer.status, answer.headers['content-length'], answer.body]).toEqual([205, '0', '']);
  });
});

describe('Expect', () => {
  test('of 100-continue is answered before the body, and the request after it', async () => {
    using wire = await Wire.open(server.url);
    const body = '{"model":"lucy-2.1"}';
    const headers = {
      'Content-Type': 'application/json',
      'Content-Length': body.length,
      Expect: '100-continue',
    };
    await wire.write(head('POST', '/v1/models/resolve', headers));
    await expect.poll(() => wire.received).toBe('HTTP/1.1 100 Continue\r\n\r\n');
    await wire.write(body);
    expect((await wire.answer()).status).toBe(200);
  });

  test('of anything else is refused with 417, and the connection goes on', async () => {
    using wire = await Wire.open(server.url);
    await wire.write(head('POST', '/v1/files', { 'Content-Length': 4, Expect: 'tea' }) + 'abcd');
    expect(await wire.answer()).toMatchObject({ status: 417, body: 'Expectation Failed' });
    await wire.write(quota());
    expect((await wire.answer()).status).toBe(200);
  });
});

test.each(['TRACE', 'PROPFIND', 'PUT'])('%s of a path with other methods answers 405', async (method) => {
  const answer = await server.ask(head(method, '/v1/realtime/quota'));
  expect(detail(answer)).toEqual([405, 'Method Not Allowed']);
  expect(answer.headers['allow']).toContain('GET');
});
