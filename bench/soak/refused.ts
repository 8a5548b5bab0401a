import { connect } from 'node:net';
import type { SoakClient } from './client.js';
import { form } from './rest.js';

/** Requests that are refused, each with the status that the contract names. */
export async function refused(client: SoakClient): Promise<void> {
  const key = client.key();
  const json = { 'content-type': 'application/json' };
  const post = { method: 'POST', key } as const;
  await client.call('refused', '/v1/realtime/quota', { expect: [422] });
  await client.call('refused', '/v1/realtime/quota', { key: 'ek_unknown', expect: [401] });
  await client.call('refused', '/v1/client/tokens', { ...post, headers: json, body: '{', expect: [422] });
  await client.call('refused', '/v1/client/tokens', {
    ...post,
    headers: json,
    body: '['.repeat(4_000),
    expect: [400],
  });
  await client.call('refused', '/v1/jobs/no-such-model', { ...post, form: new FormData(), expect: [405] });
  await client.call('refused', '/v1/jobs/lucy-2.5', { ...post, form: new FormData(), expect: [400, 422] });
  const text = form('data', Buffer.from('no clip'), { prompt: 'x' });
  await client.call('refused', '/v1/jobs/lucy-2.5', { ...post, form: text, expect: [400] });
  await client.call('refused', '/v1/nothing', { key, expect: [404] });
  await client.call('refused', '/v1/realtime/sessions', {
    ...post,
    json: { model: 'lucy-2.5' },
    expect: [400],
  });
  await client.call('refused', '/_mock/rules', { ...post, json: { operation: 'no' }, expect: [400] });
  await client.call('refused', '/_mock/nothing', { key, expect: [404] });
}

/** Sends half a request on a socket of its own, and leaves after a while, once politely and once not. */
async function halfRequest(client: SoakClient, name: string, head: string, leaveMs: number): Promise<void> {
  const socket = connect(client.port, '127.0.0.1');
  const ended = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(head);
  const timer = setTimeout(() => {
    if (client.random.next() < 0.5) socket.destroy();
    else socket.resetAndDestroy();
  }, leaveMs);
  await ended;
  clearTimeout(timer);
  client.tally.done(name);
}

/** A client that leaves in the middle of its upload. */
export async function abortedUpload(client: SoakClient): Promise<void> {
  const size = client.random.integer(1_000, 4_000_000);
  const head =
    `POST /v1/jobs/lucy-2.5 HTTP/1.1\r\nhost: mock\r\nx-api-key: ${client.key()}\r\ncontent-length: ${2 * size}\r\n` +
    'content-type: multipart/form-data; boundary=b\r\n\r\n' +
    '--b\r\ncontent-disposition: form-data; name="data"; filename="clip.mp4"\r\n\r\n';
  await halfRequest(client, 'aborted upload', head + 'x'.repeat(size), client.random.integer(20, 500));
}

/** A client that never finishes its request, and keeps its socket for some seconds. */
export async function halfOpen(client: SoakClient): Promise<void> {
  const heads = [
    '',
    'GET /v1/realtime/quota HTT',
    'POST /v1/client/tokens HTTP/1.1\r\nhost: mock\r\n',
    'GET /v1/stream?api_key=dct_soak_1&model=lucy-2.5 HTTP/1.1\r\nhost: mock\r\nupgrade: websocket\r\n',
  ];
  await halfRequest(
    client,
    'half-open socket',
    client.random.pick(heads),
    client.random.integer(1_000, 20_000),
  );
}
