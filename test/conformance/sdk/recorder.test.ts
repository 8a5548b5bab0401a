import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { exchangeOf } from '../../../conformance/traffic/recorded-exchange.js';
import { readForm } from '../../../conformance/traffic/read-form.js';
import { Recorder } from '../../../conformance/traffic/recorder.js';

async function behind(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const recorder = await Recorder.start(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => {
    recorder.close();
    server.close();
    server.closeAllConnections();
  });
  return { recorder, server };
}

test('bytes pass through in both directions, and are recorded', async () => {
  const { recorder } = await behind((request, response) => {
    response.writeHead(201, { 'content-type': 'video/mp4', 'x-host': request.headers.host });
    request.pipe(response);
  });
  const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7) % 256));
  const answer = await fetch(`${recorder.url}/v1/a?b=c%20d`, { method: 'POST', body: bytes });
  expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  const [recorded] = recorder.recorded;
  expect(recorded).toMatchObject({ n: 1, method: 'POST', path: '/v1/a?b=c%20d', status: 201 });
  expect(Buffer.from(recorded?.body ?? []).equals(bytes)).toBe(true);
  expect(Buffer.from(recorded?.answer ?? []).equals(bytes)).toBe(true);
  expect(answer.headers.get('x-host')).not.toBe(new URL(recorder.url).host);
});

test('the client gets a reset as a reset, and a truncated body as truncated', async () => {
  const { recorder } = await behind((request, response) => {
    if (request.url === '/reset') return request.socket.resetAndDestroy();
    response.writeHead(200, { 'content-length': 1000 });
    return response.write('half', () => request.socket.destroy());
  });
  await expect(fetch(`${recorder.url}/reset`)).rejects.toThrow(/fetch failed/);
  const cut = await fetch(`${recorder.url}/cut`);
  await expect(cut.arrayBuffer()).rejects.toThrow();
  expect(recorder.recorded.map(({ status, broken }) => [status, broken !== undefined])).toEqual([
    [undefined, true],
    [200, true],
  ]);
  expect(Buffer.from(recorder.recorded[1]?.answer ?? []).toString()).toBe('half');
});

test('a client that disconnects is recorded as such, and the server is disconnected too', async () => {
  let closed!: () => void;
  const gone = new Promise<void>((resolve) => (closed = resolve));
  const { recorder } = await behind((request) => request.once('close', closed));
  const stop = new AbortController();
  const asked = fetch(recorder.url, { signal: stop.signal });
  setTimeout(() => stop.abort(), 100);
  await expect(asked).rejects.toThrow(/aborted/);
  await gone;
  expect(recorder.recorded[0]).toMatchObject({ clientLeft: true });
});

test('a WebSocket passes through', async () => {
  const { recorder, server } = await behind((_request, response) => void response.end());
  new WebSocketServer({ server }).on('connection', (socket, request) => socket.send(String(request.url)));
  const socket = new WebSocket(`${recorder.realtimeUrl}/v1/stream?model=x`);
  const heard = await new Promise((resolve) =>
    socket.once('message', (data) => resolve((data as Buffer).toString())),
  );
  expect(heard).toBe('/v1/stream?model=x');
  socket.close();
  expect(recorder.recorded[0]).toMatchObject({ path: '/v1/stream?model=x', status: 101 });
});

test('an exchange in a report contains no key', async () => {
  const { recorder } = await behind(
    (_request, response) => void response.end('{"apiKey":"ek_secret_of_mine"}'),
  );
  await fetch(`${recorder.url}/v1/x?api_key=dct_secret`, {
    method: 'POST',
    headers: { 'x-api-key': 'dct_secret' },
  });
  const [recorded] = recorder.recorded;
  const text = JSON.stringify(recorded && exchangeOf(recorded, 'dct_secret'));
  expect(text).toContain('$DECART_API_KEY');
  expect(text).not.toMatch(/dct_secret|ek_secret/);
});

test('forms are read as they were sent, by any client', () => {
  const aiohttp = [
    '--abc',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Disposition: form-data; name="prompt"',
    '',
    'two\r\nlines',
    '--abc',
    'Content-Type: application/octet-stream',
    'Content-Disposition: form-data; name="data"; filename="data"',
    '',
    '\u0000\r\n--ab not a boundary',
    '--abc--',
    '',
  ].join('\r\n');
  expect(
    readForm('multipart/form-data; boundary=abc', Buffer.from(aiohttp))?.map(
      ({ name, filename, type, text }) => ({ name, filename, type, text }),
    ),
  ).toEqual([
    { name: 'prompt', type: 'text/plain; charset=utf-8', text: 'two\r\nlines' },
    {
      name: 'data',
      filename: 'data',
      type: 'application/octet-stream',
      text: '\u0000\r\n--ab not a boundary',
    },
  ]);
  expect(
    readForm('application/x-www-form-urlencoded', Buffer.from('a=1%202&b='))?.map(({ text }) => text),
  ).toEqual(['1 2', '']);
  expect(readForm('application/json', Buffer.from('{}'))).toBeUndefined();
});

test('an exchange in a report contains no secret, whatever names it', async () => {
  const { recorder } = await behind((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': 'a=LEAK' });
    response.end(JSON.stringify({ clientToken: 'LEAK', text: 'Bearer LEAK' }));
  });
  const headers = { 'x-api-key': 'LEAKkey', 'x-mock-token': 'LEAK', cookie: 'LEAK' };
  const form = new FormData();
  for (const name of ['api_key', 'Token', 'passwd']) form.set(name, 'LEAK LEAK');
  form.set('prompt', `${'x'.repeat(290)} dct_LEAKLEAK`);
  const send = (path: string, body: BodyInit, type?: string) =>
    fetch(`${recorder.url}${path}`, {
      method: 'POST',
      headers: { ...headers, ...(type === undefined ? {} : { 'content-type': type }) },
      body,
    });
  await send('/v1/a?API_KEY=LEAK&next=%3Ftoken%3DLEAK', form);
  await send('/v1/%2564ct_LEAK%zz', new URLSearchParams({ secret_key: 'LEAK', b: 'c' }));
  await send(
    '/v1/DCT_LEAK',
    '{"secretKey":"LEAK LEAK","passwd":["LEAK"],"note":"{\\"token\\":\\"LEAK\\"}"}',
    'application/json',
  );
  expect(recorder.recorded).toHaveLength(3);
  for (const recorded of recorder.recorded) {
    const shown = JSON.stringify(exchangeOf(recorded, 'another key'));
    expect(/.{0,60}LEAK.{0,20}/.exec(shown)?.[0]).toBeUndefined();
  }
});
