import { describe, expect, test } from 'vitest';
import { serve, type Served } from '../http/support/serve.js';
import { head, Wire } from '../http/support/wire.js';

const ask = head('GET', '/v1/realtime/quota');

/** A mock that answers `dct_wire` after a second of its clock. */
async function slowMock(): Promise<Served> {
  const served = await serve({ realtime: { media: 'simulated' } });
  const { rules } = served.mock.account('dct_wire');
  await rules.add({ operation: 'quota.get', effect: { type: 'delay', ms: 1_000 } });
  return served;
}

const waiting = ({ mock }: Served, count: number): Promise<void> =>
  expect.poll(async () => (await mock.account('dct_wire').clock.get()).pending.length).toBe(count);

describe('while the server stops', () => {
  test('the answer to a request that it already has says that the connection closes', async () => {
    await using served = await slowMock();
    using wire = await Wire.open(served.mock.url);
    await wire.write(ask);
    await waiting(served, 1);
    const stopped = served.mock.server.close(60_000);
    await served.mock.account('dct_wire').clock.advance('1s');
    const { status, headers } = await wire.answer();
    expect([status, headers['connection']]).toEqual([200, 'close']);
    await stopped;
    await expect.poll(() => wire.closed).toBe(true);
  });

  test('all answers on a connection are sent, and the last one says so', async () => {
    await using served = await slowMock();
    using wire = await Wire.open(served.mock.url);
    await wire.write(ask + ask);
    await waiting(served, 2);
    const stopped = served.mock.server.close(60_000);
    await served.mock.account('dct_wire').clock.advance('1s');
    expect((await wire.answer()).headers['connection']).toBe('keep-alive');
    expect((await wire.answer()).headers['connection']).toBe('close');
    await stopped;
  });

  test('a request that still arrives on a connection in use is the last one there', async () => {
    await using served = await slowMock();
    using wire = await Wire.open(served.mock.url);
    await wire.write(ask.slice(0, -2));
    await fetch(`${served.mock.url}/_mock/health`);
    const stopped = served.mock.server.close(60_000);
    await wire.write('\r\n');
    await waiting(served, 1);
    await served.mock.account('dct_wire').clock.advance('1s');
    expect((await wire.answer()).headers['connection']).toBe('close');
    await stopped;
  });

  test('a WebSocket is refused with 503', async () => {
    await using served = await slowMock();
    using wire = await Wire.open(served.mock.url);
    const handshake = head('GET', '/v1/stream?api_key=dct_wire&model=lucy-2.1', {
      Connection: 'Upgrade',
      Upgrade: 'websocket',
      'Sec-WebSocket-Version': 13,
      'Sec-WebSocket-Key': 'AAAAAAAAAAAAAAAAAAAAAA==',
    });
    await wire.write(handshake.slice(0, -2));
    await fetch(`${served.mock.url}/_mock/health`);
    const stopped = served.mock.server.close(60_000);
    await wire.write('\r\n');
    expect(await wire.answer()).toMatchObject({ status: 503, body: 'Server shutting down' });
    await stopped;
  });
});
