import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { startMock, type RunningMock } from '../../src/index.js';

/** Sends this as it stands; resolves with all that comes back until the server hangs up. */
async function exchange(mock: RunningMock, request: string): Promise<string> {
  const { hostname, port } = new URL(mock.url);
  const client = connect(Number(port), hostname);
  client.write(request);
  return text(client);
}

const KEY = 'x-api-key: dct_odd\r\n';
const statuses = (answers: string): string[] => answers.match(/HTTP\/1\.1 \d+/g) ?? [];

describe('a client that would rather speak HTTP/2', () => {
  const wish = 'Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQ\r\n';

  it('is answered in HTTP/1.1', async () => {
    await using mock = await startMock();
    const ask = `GET /v1/realtime/quota HTTP/1.1\r\nHost: mock\r\n${KEY}`;
    const answers = await exchange(mock, `${ask}${wish}\r\n${ask}Connection: close\r\n\r\n`);
    expect(statuses(answers)).toEqual(['HTTP/1.1 200', 'HTTP/1.1 200']);
    expect(mock.account('dct_odd').journal.count({ operation: 'quota.get', status: 200 })).toBe(2);
  });

  it('is answered with its body read, however that comes', async () => {
    await using mock = await startMock();
    const { hostname, port } = new URL(mock.url);
    const client = connect(Number(port), hostname);
    const body = JSON.stringify({ model: 'lucy-2.1' });
    client.write(
      `POST /v1/models/resolve HTTP/1.1\r\nHost: mock\r\n${wish.replace('Connection: ', 'Connection: close, ')}` +
        `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body.slice(0, 5)}`,
    );
    const answer = text(client);
    // Node emits one or the other, depending on its version.
    await Promise.race(['upgrade', 'request'].map((event) => once(mock.server.httpServer, event)));
    client.write(body.slice(5));
    expect(await answer).toMatch(/^HTTP\/1\.1 200 [^]*"lucy-2\.1"/);
  });

  it('may ask as often as it likes on one connection', async () => {
    await using mock = await startMock();
    const warnings: Error[] = [];
    const note = (warning: Error): void => void warnings.push(warning);
    process.on('warning', note);
    const { hostname, port } = new URL(mock.url);
    const client = connect(Number(port), hostname);
    for (let count = 0; count < 30; count++) {
      client.write(`GET /v1/realtime/quota HTTP/1.1\r\nHost: mock\r\n${KEY}${wish}\r\n`);
      const [answer] = (await once(client, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
    }
    client.destroy();
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });
});

describe('a whole URL in the first line', () => {
  const get = (target: string, more = 'Connection: close\r\n') =>
    `GET ${target} HTTP/1.1\r\nHost: mock\r\n${KEY}${more}\r\n`;

  it.each([
    ['http://api.decart.ai/v1/realtime/quota', 200],
    ['HTTP://api.decart.ai:443/v1/realtime/quota?a=b', 200],
    ['http://api.decart.ai', 404],
    ['http://[::/v1/realtime/quota', 200],
    ['http://api.decart.ai:99999/nowhere', 404],
  ])('%s is its path: %i', async (target, status) => {
    await using mock = await startMock();
    const answer = await exchange(mock, get(target));
    expect(statuses(answer)).toEqual([`HTTP/1.1 ${status}`]);
    expect(answer).toContain('application/json');
  });

  it('also of a WebSocket', async () => {
    await using mock = await startMock({ realtime: { media: 'simulated' } });
    const { hostname, port } = new URL(mock.url);
    const client = connect(Number(port), hostname);
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
