import { describe, expect, test } from 'vitest';
import { detail, hostileServer, KB } from './support/hostile.js';
import { clip, multipart, multipartType } from './support/serve.js';
import { head, Wire } from './support/wire.js';

const server = hostileServer({ spills: true });

describe('bytes that are not HTTP', () => {
  test.each([
    ['a head of 64 KB', head('GET', '/v1/jobs/x', { 'X-Long': 'h'.repeat(64 * 1024) }), 431],
    [
      '2,500 headers',
      head('GET', '/v1/jobs/x', Object.fromEntries(Array.from({ length: 2_500 }, (_, i) => [`X-${i}`, 'y']))),
      // Node refuses more than 2,000 headers in recent releases; older ones drop the rest.
      Number(process.versions.node.split('.')[0]) >= 24 ? 431 : 404,
    ],
    ['nonsense', 'EHLO mail.example\r\n\r\n', 400],
    ['a header with a null byte', 'GET /v1/jobs/x HTTP/1.1\r\nHost: x\r\nX-A: a\0b\r\n\r\n', 400],
    ['a missing host', 'GET /v1/jobs/x HTTP/1.1\r\n\r\n', 400],
    ['a negative length', head('POST', '/v1/files', { 'Content-Length': -1 }), 400],
    [
      'two lengths',
      'POST /v1/files HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
      400,
    ],
    [
      'a length and chunks',
      head('POST', '/v1/files', { 'Content-Length': 5, 'Transfer-Encoding': 'chunked' }) + '0\r\n\r\n',
      400,
    ],
    [
      'an invalid chunk size',
      head('POST', '/v1/client/tokens', { 'Transfer-Encoding': 'chunked' }) + 'xyz\r\n',
      400,
    ],
  ])('with %s answer %i', async (_what, text, status) => {
    using wire = await Wire.open(server.url);
    await wire.write(text).catch(() => undefined);
    expect((await wire.answer()).status).toBe(status);
  });

  test('with a length that is too short answer 400 to the rest', async () => {
    const body = multipart([clip]);
    using wire = await Wire.open(server.url);
    await wire.write(
      head('POST', '/v1/jobs/lucy-2.1', { 'Content-Type': multipartType, 'Content-Length': 100 }),
    );
    await wire.write(body);
    expect((await wire.answer()).status).toBe(422);
    expect((await wire.answer()).status).toBe(400);
    await expect.poll(() => wire.closed).toBe(true);
  });

  test('with a length that is too long submit no job', async () => {
    const body = multipart([clip]);
    using wire = await Wire.open(server.url);
    await wire.write(
      head('POST', '/v1/jobs/lucy-2.1', {
        'Content-Type': multipartType,
        'Content-Length': body.length + 10,
      }),
    );
    await wire.write(body);
    wire.socket.end();
    await expect.poll(() => wire.closed).toBe(true);
    expect(await server.mock.account('dct_wire').jobs()).toEqual([]);
  });

  test('that stop in the middle of a head do not block other clients', async () => {
    const wires = await Promise.all(Array.from({ length: 50 }, () => Wire.open(server.url)));
    for (const wire of wires) await wire.write('POST /v1/files HTTP/1.1\r\nHost: x\r\nX-');
    expect((await fetch(`${server.url}/v1/models/resolve`, { method: 'POST' })).status).toBe(422);
    for (const wire of wires) wire.socket.destroy();
  });
});

describe('paths', () => {
  test.each([
    '/v1/files/../jobs/x',
    '/v1/files/..%2fjobs%2fx',
    '/v1/files/%2e%2e%2f%2e%2e%2fetc%2fpasswd',
    '/v1/files/%00',
    '/v1/files/a%00b',
    '/v1/files/%ff',
    '/v1/files/%zz',
    '/v1/files/%',
    '/v1/jobs/..',
    '/v1/jobs/%2e%2e/content',
    '/v1/jobs/a%0d%0aX-Evil:%201',
    '/v1/jobs/a;b=c?d=e#f',
    '/v1/jobs/\\..\\..',
    '/v1/jobs/%F0%9F%98%80',
  ])('the path %s answers 404', async (path) => {
    const { status, headers, body } = await server.ask(head('GET', path));
    expect(status).toBe(404);
    expect(headers).not.toHaveProperty('x-evil');
    expect(JSON.parse(body)).toHaveProperty('detail');
  });

  test('a path of 20,000 characters answers 404', async () => {
    expect((await server.ask(head('GET', `/v1/jobs/${'j'.repeat(20_000)}`))).status).toBe(404);
  });

  test('an absolute URL and a star are no server error', async () => {
    expect((await server.ask(head('GET', `${server.url}/v1/realtime/quota`))).status).toBeLessThan(500);
    expect((await server.ask(head('OPTIONS', '*'))).status).toBeLessThan(500);
  });

  test.each(['example.com:443', '/v1/files'])('CONNECT %s answers 405, and closes', async (target) => {
    using wire = await Wire.open(server.url);
    await wire.write(`CONNECT ${target} HTTP/1.1\r\nHost: example.com:443\r\n\r\nmore`);
    const answer = await wire.answer();
    expect(detail(answer)).toEqual([405, 'Method Not Allowed']);
    expect(answer.headers).toMatchObject({ allow: '', connection: 'close' });
    await expect.poll(() => wire.closed).toBe(true);
  });

  test('CONNECT from a client that resets the connection is survived', async () => {
    const wire = await Wire.open(server.url);
    await wire.write('CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n');
    wire.socket.resetAndDestroy();
    await server.expectClean();
  });

  test('a file name that looks like a path is kept as it is', async () => {
    const names = ['../../etc/passwd', '/etc/passwd', 'x\\y.mp4', '..', '.', 'a/b/c.mp4', 'x'.repeat(4_000)];
    for (const name of names) {
      const body = multipart([
        { name: 'file', file: Buffer.alloc(300 * KB), filename: name.replaceAll('\\', '\\\\') },
      ]);
      const response = await server.post('/v1/files', body, multipartType);
      expect([response.status, ((await response.json()) as { filename: string }).filename]).toEqual([
        200,
        name,
      ]);
    }
  });
});

describe('the x-decart-mock header', () => {
  const withHeader = (value: string): Promise<Response> =>
    fetch(`${server.url}/v1/realtime/quota`, {
      headers: { 'x-api-key': 'dct_header', 'x-decart-mock': value },
    });

  test.each([
    'nonsense',
    '{}',
    '{"type":"__proto__"}',
    '{"type":"respond"}',
    '{"type":"respond","status":99}',
    '{"type":"respond","status":200,"headers":{"a b":"x"}}',
    '{"type":"respond","status":200,"headers":{"x":1}}',
    '{"type":"respond","status":200,"headers":{"x":"a\\r\\nb: c"}}',
    '[]',
    '[[]]',
    'null',
    '{"type":"delay","ms":-1}',
    '{"type":"no-response","extra":1}',
  ])('the value %s answers 422 with an explanation', async (value) => {
    const response = await withHeader(value);
    expect(response.status).toBe(422);
    expect(await response.json()).toMatchObject({ detail: [{ loc: ['header', 'x-decart-mock'] }] });
  });
});
