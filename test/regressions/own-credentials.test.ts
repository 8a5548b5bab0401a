import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { logRequests } from '../../src/cli/request-log.js';
import { createMock, startMock } from '../../src/index.js';
import { Striker } from '../../src/contract/redaction/strike.js';
import { connect, startQuiet } from '../unit/realtime/support/start.js';
import { StreamClient } from '../unit/realtime/support/stream-client.js';
import { dial, OFFER } from './support.js';

/** Does not begin like a key, and has characters that are escaped. */
const KEY = 'hunter2/"hunter&2';
const escaped = encodeURIComponent(KEY);
const everywhere = [...Buffer.from(KEY)].map((byte) => `%${byte.toString(16)}`).join('');
const twice = encodeURIComponent(everywhere);

/** Lines of `-v`, without their times. */
async function logged(use: (url: string) => Promise<unknown>): Promise<string[]> {
  await using mock = await startMock({ seed: 'log', onWarning: () => undefined });
  const lines: string[] = [];
  logRequests(mock.server.httpServer, (line) => lines.push(line.replace(/ \S+ ms$/, '')));
  await use(mock.url);
  await mock.close();
  return lines;
}

describe('the request log', () => {
  test('shows no credential of a request, in whatever form and place', async () => {
    const lines = await logged(async (url) => {
      for (const path of [
        `/v1/${escaped}/x`,
        `/v1/${everywhere}?a=${escaped}`,
        `/v1/x?note=${twice}&other=1`,
        `/v1/x?b=${KEY.replace('&', '%26')}`,
      ])
        await fetch(`${url}${path}`, { headers: { 'x-api-key': KEY } });
    });
    expect(lines).toEqual([
      'GET /v1/[redacted]/x 404',
      'GET /v1/[redacted]?a=[redacted] 404',
      'GET /v1/x?note=[redacted]&other=1 404',
      'GET /v1/x?b=[redacted] 404',
    ]);
  });

  test.each([
    'key',
    'KEY',
    'sig',
    'signature',
    'auth',
    'code',
    'api-key',
    'api_key',
    'apikey',
    'x-api-key',
    'token',
  ])('shows no value of the parameter %s', async (name) => {
    const lines = await logged((url) => fetch(`${url}/v1/x?${name}=hunter2hunter&then=/hunter2hunter/`));
    expect(lines).toEqual([`GET /v1/x?${name}=[redacted]&then=/[redacted]/ 404`]);
  });

  test('shows no credential of another header in the URL', async () => {
    const lines = await logged(async (url) => {
      await fetch(`${url}/v1/hunter2hunter`, { headers: { authorization: 'Bearer hunter2hunter' } });
      await fetch(`${url}/_mock/hunter2hunter`, { headers: { 'x-mock-token': 'hunter2hunter' } });
    });
    expect(lines).toEqual(['GET /v1/[redacted] 404', 'GET /_mock/[redacted] 404']);
  });

  test('has one line a request, without characters that a terminal obeys', async () => {
    const lines: string[] = [];
    // Of the parser of Node, which refuses them today; of a handler that rewrites the URL, nothing does.
    const server = createServer((request, response) => void response.end(request.url));
    server.prependListener('request', (request) => {
      request.url = `/a\nGET /forged 200\u001b[31m\u009b31m\u202e\u2028x`;
    });
    logRequests(server, (line) => lines.push(line.replace(/ \S+ ms$/, '')));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)).text();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    expect(lines).toEqual(['GET /a\\nGET /forged 200\\u001b[31m\\u009b31m\\u202e\\u2028x 200']);
  });

  test('keeps encoded controls of a path encoded', async () => {
    const lines = await logged(async (url) => {
      await fetch(`${url}/a%0aGET%20/forged%1b[31m`);
      await fetch(`${url}/v1/x%0a?token=dct_abcdef%0aforged%1b`);
    });
    expect(lines).toEqual(['GET /a%0aGET%20/forged%1b[31m 404', 'GET /v1/x%0a?token=[redacted] 404']);
  });

  test('shows no key of a socket', async () => {
    const lines = await logged(async (url) => {
      await using client = await StreamClient.openUrl(
        `${url.replace('http', 'ws')}/v1/stream?api_key=hunter2hunter&model=hunter2hunter&x=%68unter2hunter`,
      );
      await client.closed;
    });
    expect(lines[0]).toBe('WS /v1/stream?api_key=[redacted]&model=[redacted]&x=[redacted] opened');
  });
});

describe('the journal of an account', () => {
  test('has its key nowhere: not in paths, names, values, warnings, and not where a text was cut', async () => {
    const key = 'my own key'.replaceAll(' ', '!');
    const warnings: string[] = [];
    await using mock = createMock({
      seed: 'own',
      limits: { journalBodyBytes: 600 },
      onWarning: (warning) => warnings.push(warning),
    });
    const post = (path: string, body: unknown): Promise<Response> =>
      mock.fetch(path, { method: 'POST', headers: { 'x-api-key': key }, body: JSON.stringify(body) });
    await post('/v1/client/tokens', {
      metadata: { [key]: 1, note: `it is ${key}`, list: [encodeURIComponent(key)] },
    });
    await post('/v1/client/tokens', { metadata: { note: `${'x'.repeat(597 - 20)}${key}${key}` } });
    await post(`/v1/jobs/${key}`, {});
    await post(`/v1/${key}`, {});
    const entries = await mock.account(key).journal.find();
    expect(entries.length).toBe(4);
    const text = JSON.stringify([entries, warnings]);
    expect(text).toContain('[redacted]');
    expect(text).not.toContain('my!own');
    expect(text).not.toContain('my%21');
    expect(entries.map(({ path }) => path).slice(2)).toEqual(['/v1/jobs/[redacted]', '/v1/[redacted]']);
  });

  test('has the key of a socket nowhere, whether it is admitted or refused', async () => {
    await using mock = await startQuiet({ strictKeys: true, keys: { 'hunter2-admitted': {} } });
    for (const key of ['hunter2-admitted', 'hunter2-refused']) {
      await using client = await connect(mock, { key, model: key, query: { note: `/${key}/` } });
      await client.closed;
    }
    const kept = [
      ...(await mock.account('hunter2-admitted').journal.find()),
      ...(await mock.withoutAccount.journal.find()),
    ];
    expect(kept.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(kept)).not.toContain('hunter2');
  });

  test('has no key of a session over HTTP, in its SDP and prompt', async () => {
    await using mock = await startQuiet();
    const key = 'hunter2hunter';
    const created = await fetch(`${mock.url}/v1/realtime/sessions`, {
      method: 'POST',
      headers: { 'x-api-key': key, 'content-type': 'application/json' },
      body: JSON.stringify({
        model: 'lucy-2.5',
        prompt: { text: `as ${key}` },
        offer: `${OFFER}a=${key}\r\n`,
      }),
    });
    await created.text();
    const entries = await mock.account(key).journal.find();
    expect(entries.length).toBeGreaterThan(0);
    expect(JSON.stringify(entries)).not.toContain(key);
  });
});

test('what a client sends raw reaches neither the log nor a warning', async () => {
  const warnings: string[] = [];
  await using mock = await startMock({ seed: 'raw', onWarning: (warning) => warnings.push(warning) });
  const lines: string[] = [];
  logRequests(mock.server.httpServer, (line) => lines.push(line));
  for (const target of ['/\u001b[31m', '/a\u009b31m', '/v1/jobs/lucy%0aforged%1b%E2%80%AE%E2%80%A8']) {
    const socket = dial(mock);
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('data', () => undefined);
    socket.end(
      Buffer.from(
        `POST ${target} HTTP/1.1\r\nHost: localhost\r\nx-api-key: dct_raw\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
        'latin1',
      ),
    );
    await ended;
  }
  expect(warnings).toEqual(['Unknown model "lucy?forged???" in POST /v1/jobs/lucy?forged??? (405).']);
  expect([...lines, ...warnings].filter((line) => /[\p{Cc}\p{Cf}\p{Zl}]/u.test(line))).toEqual([]);
});

describe('a striker', () => {
  test.each([
    ['plain', 'a hunter2 b', 'a [redacted] b'],
    ['within a word', 'xhunter2x', 'x[redacted]x'],
    ['percent-encoded in part', 'h%75nter%32', '[redacted]'],
    ['percent-encoded twice', '%2568%2575nter2', '[redacted]'],
    ['escaped as in JSON', String.raw`\u0068unter2`, '[redacted]'],
    ['absent', 'hunter 2', 'hunter 2'],
  ])('removes a secret that is %s', (_, text, clean) => {
    expect(new Striker(['hunter2']).strike(text)).toBe(clean);
  });

  test('ignores secrets that are words, and keeps the very text that has none', () => {
    expect(new Striker(['short', '']).strike('a short text')).toBe('a short text');
  });

  test('removes secrets that overlap, and one that itself looks percent-encoded', () => {
    const striker = new Striker(['hunter2', 'ter2-gatherer', 'un%61ware']);
    expect(striker.strike('a hunter2-gatherer b')).toBe('a [redacted] b');
    expect(striker.strike('un%61ware unaware un%2561ware')).toBe('[redacted] [redacted] [redacted]');
  });

  test('removes the beginning of a secret at the end of a text that was cut', () => {
    const striker = new Striker(['hunter2', 'terminal']);
    expect(striker.strikeCut('a hunter')).toBe('a [redacted]');
    expect(striker.strikeCut('a h%75nte')).toBe('a [redacted]');
    expect(striker.strikeCut('a hun')).toBe('a hun');
    expect(striker.strike('a hunter')).toBe('a hunter');
  });

  // Time that grows with the length of the key does not end within the test's own limit.
  const almost = `${'a'.repeat(2_000_000)}%`;
  test.each([
    ['texts that almost have the secret', [`${'a'.repeat(511)}b`], almost, almost],
    [
      'texts that have it often',
      ['a'.repeat(512)],
      `%61${'a'.repeat(511)}b`.repeat(4_000),
      '[redacted]b'.repeat(4_000),
    ],
    ['many secrets', Array.from({ length: 2_000 }, (_, index) => `aaaaaa${String(index)}`), almost, almost],
  ])('takes linear time for %s', (_, secrets, text, clean) => {
    expect(new Striker(secrets).strike(text)).toBe(clean);
  });
});
