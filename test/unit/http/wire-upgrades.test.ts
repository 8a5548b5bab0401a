import { describe, expect, test } from 'vitest';
import { serve, type Served } from './support/serve.js';
import { chunk, head, Wire } from './support/wire.js';

const H2C = { Connection: 'Upgrade, HTTP2-Settings', Upgrade: 'h2c', 'HTTP2-Settings': 'AAMAAABkAAQAAP__' };
const UNKNOWN = { Connection: 'Upgrade', Upgrade: 'foo' };
const WEBSOCKET = {
  Connection: 'Upgrade',
  Upgrade: 'websocket',
  'Sec-WebSocket-Version': 13,
  'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
};
const STREAM = '/v1/stream?api_key=dct_wire&model=lucy-2.1';
const body = Buffer.from('{"model":"lucy-2.1"}');

const get = (more: Readonly<Record<string, string | number>> = {}, path = '/v1/realtime/quota'): string =>
  head('GET', path, more);
const post = (more: Readonly<Record<string, string | number>>): string =>
  head('POST', '/v1/models/resolve', { 'Content-Type': 'application/json', ...more });
const sized = { 'Content-Length': body.length };
const chunked = { 'Transfer-Encoding': 'chunked' };
const chunks = Buffer.concat([chunk(body), Buffer.from('0\r\n\r\n')]);

const serving = (): Promise<Served> => serve({ realtime: { media: 'simulated' } });

/** The next `count` answers, as status and length of the body. */
async function statuses(wire: Wire, count: number): Promise<number[]> {
  const seen: number[] = [];
  for (let index = 0; index < count; index++) seen.push((await wire.answer()).status);
  return seen;
}

/** Resolves when the server has read what was sent before. */
async function turn({ mock }: Served): Promise<void> {
  await fetch(`${mock.url}/_mock/health`);
}

describe.each([
  ['h2c', H2C],
  ['foo', UNKNOWN],
  ['websocket, in a POST,', WEBSOCKET],
])('a body behind an upgrade to %s', (_what, upgrade) => {
  test.each([
    ['in one piece with the head', [post({ ...upgrade, ...sized }) + String(body)]],
    ['after the head', [post({ ...upgrade, ...sized }), body]],
    ['cut in two', [post({ ...upgrade, ...sized }) + String(body.subarray(0, 4)), body.subarray(4)]],
    ['in chunks', [post({ ...upgrade, ...chunked }), chunks]],
    [
      'in a cut chunk',
      [post({ ...upgrade, ...chunked }) + String(chunks.subarray(0, 9)), chunks.subarray(9)],
    ],
  ])('%s is read, and answered as without it', async (_how, pieces) => {
    await using served = await serving();
    using wire = await Wire.open(served.mock.url);
    for (const piece of pieces) {
      await wire.write(piece);
      await turn(served);
    }
    expect(await wire.answer()).toMatchObject({ status: 200, body: '{"model_id":"lucy-2.1"}' });
  });
});

test('a client that offers h2c with every request, and waits for its answers, keeps its connection', async () => {
  await using served = await serving();
  using wire = await Wire.open(served.mock.url);
  for (const pieces of [
    [post({ ...H2C, ...sized }) + String(body)],
    [post({ ...H2C, ...sized }), body],
    [get(H2C)],
    [post({ ...H2C, ...sized }), body],
    [post({ ...H2C, ...sized }) + String(body)],
  ]) {
    for (const piece of pieces) {
      await wire.write(piece);
      await turn(served);
    }
    const { status, headers } = await wire.answer();
    expect([status, headers['connection']]).toEqual([200, 'keep-alive']);
  }
});

test.each([
  ['a length', post({ ...H2C, ...sized }) + String(body)],
  ['chunks', post({ ...H2C, ...chunked }) + String(chunks)],
])(
  'a request pipelined behind an h2c body with %s is answered, or its connection closes',
  async (_how, first) => {
    await using served = await serving();
    using wire = await Wire.open(served.mock.url);
    await wire.write(first + get());
    const { status, headers } = await wire.answer();
    expect(status).toBe(200);
    if (headers['connection'] === 'close') await expect.poll(() => wire.closed).toBe(true);
    else expect((await wire.answer()).status).toBe(200);
  },
);

describe('a pipelined request that asks for an upgrade', () => {
  test.each([
    ['h2c', get() + get(H2C), [200, 200]],
    ['h2c with a body', get() + post({ ...H2C, ...sized }) + String(body), [200, 200]],
    ['an unknown protocol', get() + get(UNKNOWN), [200, 200]],
    ['h2c, among others', get() + get() + get(H2C) + get(), [200, 200, 200, 200]],
    ['a WebSocket', get() + get(WEBSOCKET, STREAM), [200, 101]],
    ['a WebSocket that has no path', get() + get(WEBSOCKET, '/v1/nowhere'), [200, 404]],
    ['a tunnel', `${get()}CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n`, [200, 405]],
  ])('to %s is answered after the first', async (_what, requests, expected) => {
    await using served = await serving();
    using wire = await Wire.open(served.mock.url);
    await wire.write(requests);
    expect(await statuses(wire, expected.length)).toEqual(expected);
  });

  test('waits while the first answer is delayed', async () => {
    await using served = await serving();
    const { rules, clock } = served.mock.account('dct_wire');
    await rules.add({ operation: 'quota.get', when: { first: 1 }, effect: { type: 'delay', ms: 1_000 } });
    using wire = await Wire.open(served.mock.url);
    await wire.write(get() + get(H2C));
    await expect.poll(async () => (await clock.get()).pending.length).toBe(1);
    await turn(served);
    expect(wire.received).toBe('');
    await clock.advance('1s');
    expect(await statuses(wire, 2)).toEqual([200, 200]);
  });

  test('waits until a long first answer is read', async () => {
    await using served = await serving();
    const size = 8_000_000;
    const { rules } = served.mock.account('dct_wire');
    await rules.add({
      operation: 'quota.get',
      when: { first: 1 },
      effect: [
        { type: 'respond', status: 200, body: 'x'.repeat(size) },
        { type: 'slow', bytesPerSecond: 10_000_000_000 },
      ],
    });
    using wire = await Wire.open(served.mock.url);
    wire.socket.pause();
    await wire.write(get() + get(WEBSOCKET, STREAM));
    await turn(served);
    wire.socket.resume();
    expect((await wire.answer()).body).toHaveLength(size);
    expect((await wire.answer()).status).toBe(101);
  });

  test('is dropped with its connection, when the first answer closes it', async () => {
    await using served = await serving();
    using wire = await Wire.open(served.mock.url);
    await wire.write(get({ Connection: 'close' }) + get(H2C));
    expect((await wire.answer()).headers['connection']).toBe('close');
    await expect.poll(() => wire.closed).toBe(true);
    expect(wire.received).toBe('');
  });
});

test.each([
  ['two Hosts', `${get(WEBSOCKET, STREAM).replace('Host: mock', 'Host: mock\r\nHost: mock')}`],
  ['no Host', get(WEBSOCKET, STREAM).replace('Host: mock\r\n', '')],
])('a WebSocket handshake with %s is refused with 400', async (_what, request) => {
  await using served = await serving();
  using wire = await Wire.open(served.mock.url);
  await wire.write(request);
  expect((await wire.answer()).status).toBe(400);
  await expect.poll(() => wire.closed).toBe(true);
});

test('a WebSocket handshake for a path of plain requests is refused with 404', async () => {
  await using served = await serving();
  using wire = await Wire.open(served.mock.url);
  await wire.write(get(WEBSOCKET));
  expect(await wire.answer()).toMatchObject({ status: 404, body: '{"detail":"Not Found"}' });
});
