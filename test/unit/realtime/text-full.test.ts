/** What does not fit into the text budget is refused, and leaves the session as it was. */
import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { startMock, type MockOptions, type RunningMock } from '../../../src/index.js';
import { KEY } from './support/start.js';

const KIB = 1024;
const OFFER = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';
const FULL = 'The mock server has no room left for text: reset accounts, or raise limits.textBytes';

const start = (textBytes: number, options: MockOptions = {}): Promise<RunningMock> =>
  startMock({
    limits: { textBytes },
    realtime: { media: 'simulated' },
    onWarning: () => undefined,
    ...options,
  });

const post = ({ url }: RunningMock, path: string, body: unknown): Promise<Response> =>
  fetch(`${url}/v1/realtime/sessions${path}`, {
    method: 'POST',
    headers: { 'x-api-key': KEY, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const png = (bytes: number): string =>
  Buffer.concat([Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), Buffer.alloc(bytes)]).toString(
    'base64',
  );

describe('over HTTP', () => {
  test.each([
    ['/prompt', { prompt: 'snow '.repeat(140) }],
    ['/image', { image_data: png(40 * KIB) }],
  ])('%s is applied or answered with 507, however little room there is', async (path, body) => {
    await using mock = await start(8_000 * KIB);
    const { text } = mock.world;
    const created = await post(mock, '', { model: 'lucy-2.5', sdp: { type: 'offer', sdp: OFFER } });
    const { session_id: id } = (await created.json()) as { session_id: string };
    const answers = new Set<string>();
    // The body, its values, the waiting message and the state are charged one after the other.
    for (let steps = 0; steps < 16; steps++) {
      const taken = text.max - text.held - Math.ceil((steps * JSON.stringify(body).length) / 3);
      text.take(taken);
      const answer = await post(mock, `/${id}${path}`, body);
      text.give(taken);
      answers.add(`${answer.status} ${await answer.text()}`);
    }
    expect([...answers]).toEqual([
      `507 ${JSON.stringify({ title: FULL, detail: FULL, status: 507 })}`,
      `200 ${JSON.stringify({ success: true, error: null })}`,
    ]);
  });
});

test('an unfinished message on the signal socket of a room is charged', async () => {
  await using mock = await startMock({ limits: { textBytes: 256 * KIB }, onWarning: () => undefined });
  const session = new WebSocket(`${mock.url.replace('http', 'ws')}/v1/stream?api_key=${KEY}&model=lucy-2.5`);
  await once(session, 'open');
  const joined = new Promise<{ livekit_url: string; token: string }>((resolve) => {
    session.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as { type: string; livekit_url: string; token: string };
      if (message.type === 'livekit_room_info') resolve(message);
    });
  });
  session.send(JSON.stringify({ type: 'livekit_join' }));
  const { livekit_url: url, token } = await joined;
  const signal = new WebSocket(`${url}/rtc?access_token=${token}&protocol=16`);
  await once(signal, 'open');
  const closed = once(signal, 'close') as Promise<[number, Buffer]>;
  signal.send(Buffer.alloc(200 * KIB), { fin: false });
  const [code, reason] = await closed;
  expect([code, reason.toString()]).toEqual([1013, FULL]);
  expect(mock.world.messages.bytes).toBe(0);
  session.terminate();
});
