import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { type RunningMock, startMock } from '../../src/index.js';
import { serve } from '../unit/http/support/serve.js';
import { head, Wire } from '../unit/http/support/wire.js';
import { until } from '../support/patience.js';
import { dial } from './support.js';

/** Sends the bytes unchanged; resolves with everything received until the server closes the connection. */
async function exchange(mock: RunningMock, request: string): Promise<string> {
  const client = dial(mock);
  client.write(request);
  return text(client);
}

const KB = 1_000;
const KEY = 'x-api-key: dct_odd\r\n';
const statuses = (answers: string): string[] => answers.match(/HTTP\/1\.1 \d+/g) ?? [];

describe('a client that offers an upgrade to HTTP/2', () => {
  const offer = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n';

  test('is answered in HTTP/1.1', async () => {
    await using mock = await startMock();
    const ask = `GET /v1/realtime/quota HTTP/1.1\r\nHost: mock\r\n${KEY}`;
    const answers = await exchange(mock, `${ask}${offer}\r\n${ask}Connection: close\r\n\r\n`);
    expect(statuses(answers)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    expect(await mock.account('dct_odd').journal.count({ operation: 'quota.get', status: 200 })).toBe(2);
  });

  test('is answered after its whole body arrives, in one piece or several', async () => {
    await using mock = await startMock();
    const client = dial(mock);
    const body = JSON.stringify({ model: 'lucy-2.1' });
    client.write(
      `POST /v1/models/resolve HTTP/1.1\r\nHost: mock\r\n${offer.replace('Connection: ', 'Connection: close, ')}` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    const answer = text(client);
    // Node emits one or the other, depending on its version.
    await Promise.race(['upgrade', 'request'].map((event) => once(mock.server.httpServer, event)));
    client.write(body.slice(5));
    expect(await answer).toMatch(/^HTTP\/1\.1 200 [^]*"lucy-2\.1"/);
  });

  test('sends 30 requests on one connection without a warning', async () => {
    await using mock = await startMock();
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    const client = dial(mock);
    for (let count = 0; count < 30; count++) {
      client.write(`GET /v1/realtime/quota HTTP/1.1\r\nHost: mock\r\n${KEY}${offer}\r\n`);
      const [answer] = (await once(client, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
    }
    client.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });
});

describe('an absolute URL in the request line', () => {
  const get = (target: string, more = 'Connection: close\r\n') =>
    `GET ${target} HTTP/1.1\r\nHost: mock\r\n${KEY}${more}\r\n`;

  test.each([
    ['http://api.decart.ai/v1/realtime/quota', 200],
    ['HTTP://api.decart.ai:443/v1/realtime/quota?a=b', 200],
    ['http://api.decart.ai', 404],
    ['http://[::/v1/realtime/quota', 200],
    ['http://api.decart.ai:99999/nowhere', 404],
  ])('is routed by its path: %s answers %i', async (target, status) => {
    await using mock = await startMock();
    const answer = await exchange(mock, get(target));
    expect(statuses(answer)).toEqual([`HTTP/1.1 ${status}`]);
    expect(answer).toContain('application/json');
  });

  test('is routed by its path for a WebSocket', async () => {
    await using mock = await startMock({ realtime: { media: 'simulated' } });
    const client = dial(mock);
    client.write(
      get(
        'ws://api.decart.ai/v1/stream?api_key=dct_odd&model=lucy-2.1',
        'Connection: Upgrade\r\nUpgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n',
      ),
    );
    const [answer] = (await once(client, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 101 /);
    client.destroy();
  });
});

const key = 'dct_slow_bodies';
const ask = head('GET', '/v1/realtime/quota', { 'X-API-KEY': key });

// At 450 bytes a second, 45 go at a time.
test.each([
  { bytes: 40, pauses: 0 },
  { bytes: 45, pauses: 0 },
  { bytes: 120, pauses: 2 },
])('after a slow body of $bytes bytes the connection serves the next request', async ({ bytes, pauses }) => {
  await using served = await serve();
  const { rules, clock } = served.mock.account(key);
  const body = 'x'.repeat(bytes);
  const operation = 'quota.get';
  await rules.add({ operation, when: { first: 1 }, effect: { type: 'respond', status: 200, body } });
  await rules.add({ operation, when: { first: 1 }, effect: { type: 'slow', bytesPerSecond: 450 } });
  using wire = await Wire.open(served.mock.url);
  await wire.write(ask);
  for (let pause = 0; pause < pauses; pause++) {
    await until(async () =>
      expect((await clock.get()).pending.map(({ label }) => label)).toEqual(['slow body']),
    );
    expect((await clock.advance(100)).count).toBe(1);
  }
  expect(await wire.answer()).toMatchObject({ status: 200, body });
  await wire.write(ask);
  expect(await wire.answer()).toMatchObject({
    status: 200,
    body: expect.stringContaining('limit') as string,
  });
  expect((await clock.get()).pending).toEqual([]);
});

test('a client with a refused key keeps its connection while it still sends', async () => {
  await using served = await serve();
  using wire = await Wire.open(served.mock.url);
  await wire.write(head('POST', '/v1/files', { 'X-API-KEY': 'dct_invalid', 'Content-Length': 3 * KB }));
  await wire.write(Buffer.alloc(KB));
  expect((await wire.answer()).status).toBe(401);
  await wire.write(Buffer.alloc(2 * KB));
  await wire.write(head('GET', '/v1/realtime/quota'));
  expect((await wire.answer()).status).toBe(200);
});

test('a client that sends JSON beyond the limit keeps its connection while it still sends', async () => {
  await using served = await serve();
  using wire = await Wire.open(served.mock.url);
  const headers = { 'Content-Type': 'application/json', 'Content-Length': 2_000 * KB };
  await wire.write(head('POST', '/v1/client/tokens', headers));
  await wire.write(Buffer.alloc(1_100 * KB, 0x20));
  expect((await wire.answer()).status).toBe(413);
  await wire.write(Buffer.alloc(900 * KB, 0x20));
  await wire.write(head('GET', '/v1/realtime/quota'));
  expect((await wire.answer()).status).toBe(200);
});
