import { describe, expect, test } from 'vitest';
import type { RunningMock } from '../../../src/index.js';
import { EventStream } from '../../../src/realtime/signalling/event-stream.js';
import { accountOf, KEY, startQuiet } from './support/start.js';

const OFFER = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=video 9 UDP/TLS/RTP/SAVPF 96\r\n';
const PNG = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64');

interface Created {
  session_id: string;
  sdp: { type: string; sdp: string };
  ice_servers: { urls: string[] }[];
  events: { url: string; event_token: string; expires_at: string };
  expires_at: string;
}

const call = (
  mock: RunningMock,
  method: string,
  path: string,
  { key = KEY, body, headers = {} }: { key?: string; body?: unknown; headers?: Record<string, string> } = {},
): Promise<Response> =>
  fetch(`${mock.url}/v1/realtime/sessions${path}`, {
    method,
    headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });

const offer = { model: 'lucy-2.5', sdp: { type: 'offer', sdp: OFFER } };

async function create(
  mock: RunningMock,
  fields: object = { prompt: 'snow' },
  key = KEY,
): Promise<{ answer: Response; session: Created; path: string }> {
  const answer = await call(mock, 'POST', '', { key, body: { ...offer, ...fields } });
  expect(answer.status).toBe(201);
  const session = (await answer.json()) as Created;
  return { answer, session, path: `/${session.session_id}` };
}

describe('creating', () => {
  test('is 201 with the answer, the address of the events, and the first tag', async () => {
    await using mock = await startQuiet();
    const { answer, session } = await create(mock);
    expect(answer.headers.get('location')).toBe(`/v1/realtime/sessions/${session.session_id}`);
    expect(answer.headers.get('etag')).toBe('"1"');
    expect(Object.keys(session)).toEqual(['session_id', 'sdp', 'ice_servers', 'events', 'expires_at']);
    expect(session.sdp).toMatchObject({ type: 'answer', sdp: expect.stringMatching(/^v=0\r\n/) as string });
    expect(session.events.url).toBe(`${mock.url}/v1/realtime/sessions/${session.session_id}/events`);
  });

  test.each([
    [{ model: 'lucy-2.5' }, 'body.sdp: Field required'],
    [{ sdp: offer.sdp }, 'body.model: Field required'],
    [{ ...offer, sdp: { type: 'answer', sdp: OFFER } }, 'body.sdp.type: '],
    [{ ...offer, sdp: { type: 'offer', sdp: 'nonsense' } }, 'body.sdp.sdp: '],
    [{ ...offer, image_data: 'AQI=' }, 'body.image_data: Invalid file type'],
    [{ ...offer, image_data: 'A'.repeat(13_400_000) }, 'body.image_data: image too large'],
    [{ ...offer, prompt: 'x'.repeat(751) }, 'body.prompt: Prompt is too long: at most 750 characters fit'],
    ['{', 'body.'],
  ])('%j is a 400 that names the field', async (body, detail) => {
    await using mock = await startQuiet();
    const answer = await call(mock, 'POST', '', { body });
    expect(answer.status).toBe(400);
    const problem = (await answer.json()) as { detail: string };
    expect(problem).toMatchObject({ title: 'Bad Request', status: 400 });
    expect(problem.detail.slice(0, detail.length)).toBe(detail);
    expect(accountOf(mock).sessions.active).toBe(0);
  });

  test('without credits is 422, an invalid key 401, a retired model 410, over the quota 429', async () => {
    await using mock = await startQuiet({ keys: { dct_one: { maxConcurrentSessions: 1 } } });
    const problem = async (key: string, fields: object = {}): Promise<unknown> =>
      (await call(mock, 'POST', '', { key, body: { ...offer, ...fields } })).json();
    expect(await problem('dct_no_credits')).toEqual({
      title: 'Insufficient credits',
      detail: 'Insufficient credits',
      status: 422,
    });
    expect(await problem('dct_invalid')).toEqual({ title: 'Invalid API key', status: 401 });
    expect(await problem(KEY, { model: 'lucy-2.1-vton' })).toMatchObject({ status: 410 });
    expect(await problem(KEY, { model: 'lucy-99' })).toMatchObject({ status: 404, detail: 'Unknown model' });
    await create(mock, {}, 'dct_one');
    expect(await problem('dct_one')).toMatchObject({ status: 429 });
  });
});

describe('candidates', () => {
  const one = { candidate: 'candidate:1 1 udp 1 192.0.2.7 50000 typ host', sdpMid: '0', sdpMLineIndex: 0 };

  test('each answer changes the tag; a stale one is 412; a bare null is rejected', async () => {
    await using mock = await startQuiet();
    const { path } = await create(mock);
    const patch = (candidates: unknown, tag?: string): Promise<Response> =>
      call(mock, 'PATCH', path, {
        body: { candidates },
        headers: tag === undefined ? {} : { 'if-match': tag },
      });
    const first = await patch([one], '"1"');
    expect([first.status, first.headers.get('etag')]).toEqual([204, '"2"']);
    const stale = await patch([one], '"1"');
    expect(stale.status).toBe(412);
    expect(await stale.json()).toEqual({
      title: 'Precondition Failed',
      detail: 'ETag does not match',
      status: 412,
    });
    const end = await patch([null], '"2"');
    expect([end.status, end.headers.get('etag')]).toEqual([204, '"3"']);
    const bare = await patch(null, '"3"');
    expect(bare.status).toBe(400);
    expect(await bare.json()).toMatchObject({ detail: 'body.candidates: Input should be a valid list' });
    const untagged = await patch([one]);
    expect(await untagged.json()).toMatchObject({ status: 400, detail: 'header.if-match: Field required' });
  });

  test.each([false, '0', 0.5, [0]])('%j is no sdpMLineIndex', async (sdpMLineIndex) => {
    await using mock = await startQuiet();
    const { path } = await create(mock);
    const answer = await call(mock, 'PATCH', path, {
      body: { candidates: [{ ...one, sdpMLineIndex }] },
      headers: { 'if-match': '"1"' },
    });
    const { status, detail } = (await answer.json()) as { status: number; detail: string };
    expect([answer.status, status]).toEqual([400, 400]);
    expect(detail).toMatch(/^body\.candidates\.0\.sdpMLineIndex: Input should be a valid integer/);
  });
});

describe('control', () => {
  test('works only with the credential that created the session', async () => {
    await using mock = await startQuiet();
    const { apiKey, jwt } = await accountOf(mock).tokens.mint({ expiresIn: 60 });
    const { path } = await create(mock, {}, apiKey);
    for (const key of [KEY, 'dct_stranger']) {
      const refused = await call(mock, 'POST', `${path}/prompt`, { key, body: { prompt: 'x' } });
      expect([refused.status, await refused.json()]).toEqual([
        401,
        { title: 'Invalid API key', status: 401 },
      ]);
      expect((await call(mock, 'DELETE', path, { key })).status).toBe(401);
    }
    for (const key of [apiKey, jwt])
      expect((await call(mock, 'POST', `${path}/prompt`, { key, body: { prompt: 'x' } })).status).toBe(200);
    await accountOf(mock).clock.advance(60_000);
    expect((await call(mock, 'POST', `${path}/prompt`, { key: apiKey, body: { prompt: 'x' } })).status).toBe(
      401,
    );
  });

  test('prompt and image are applied, and a failure is reported', async () => {
    await using mock = await startQuiet();
    const { path } = await create(mock, {});
    const post = async (what: string, body: unknown): Promise<unknown> =>
      (await call(mock, 'POST', `${path}/${what}`, { body })).json();
    expect(await post('prompt', { prompt: 'rain', enhance_prompt: false })).toEqual({
      success: true,
      error: null,
    });
    expect(await post('image', { image_data: PNG, prompt: 'noir' })).toEqual({ success: true, error: null });
    expect(await post('prompt', { prompt: 'bad [mock:refuse=no]' })).toEqual({ success: false, error: 'no' });
    expect(await post('image', {})).toMatchObject({ status: 400, detail: 'body.image_data: Field required' });
  });

  test('deleting returns the billed seconds, once', async () => {
    await using mock = await startQuiet();
    const { path, session } = await create(mock);
    const account = accountOf(mock);
    await account.clock.advance(12_500);
    const summary = await call(mock, 'DELETE', path);
    expect([summary.status, await summary.json()]).toEqual([
      200,
      {
        session_id: session.session_id,
        duration_seconds: 12,
        billed_seconds: 12,
        reason: 'client_ended',
      },
    ]);
    expect((await call(mock, 'DELETE', path)).status).toBe(404);
    expect((await call(mock, 'POST', `${path}/prompt`, { body: { prompt: 'x' } })).status).toBe(404);
    expect(account.organisation.credits.ledger().filter(({ kind }) => kind === 'draw')).toHaveLength(12);
  });

  test('a session without prompt and image is billed once it is connected', async () => {
    await using mock = await startQuiet();
    const { path } = await create(mock, {});
    await accountOf(mock).clock.advance(5_000);
    expect(await (await call(mock, 'DELETE', path)).json()).toMatchObject({ billed_seconds: 5 });
  });
});

describe('events', () => {
  /** Reads events until one matches. */
  async function read(answer: Response, until: (text: string) => boolean): Promise<string> {
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = '';
    for (;;) {
      const next = await reader?.read();
      if (!next || next.done) return text;
      text += next.value;
      if (until(text)) {
        await reader?.cancel();
        return text;
      }
    }
  }

  test('are candidates, then the duration limit, then the end', async () => {
    await using mock = await startQuiet();
    const account = accountOf(mock);
    const { apiKey } = await account.tokens.mint({ maxSessionDuration: 10, expiresIn: 600 });
    const { session, path } = await create(mock, { prompt: 'snow' }, apiKey);
    const answer = await fetch(`${session.events.url}?event_token=${session.events.event_token}`);
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    const reading = read(answer, () => false);
    await account.clock.advance(20_000);
    await call(mock, 'DELETE', path, { key: apiKey });
    expect(await reading).toBe(
      'event: ice-candidate\ndata: null\n\n' +
        'event: error\ndata: {"title":"Session duration limit reached","detail":"Session duration limit reached"}\n\n',
    );
  });

  test('are not replayed for a second listener', async () => {
    await using mock = await startQuiet();
    const { session, path } = await create(mock);
    const url = `${session.events.url}?event_token=${session.events.event_token}`;
    const first = await read(await fetch(url), (text) => text.includes('null'));
    expect(first).toContain('ice-candidate');
    const second = await fetch(url);
    await call(mock, 'DELETE', path);
    expect(await read(second, () => false)).toBe('');
  });

  test('a HEAD takes no events from a listener', async () => {
    await using mock = await startQuiet();
    const { session } = await create(mock);
    const url = `${session.events.url}?event_token=${session.events.event_token}`;
    expect((await fetch(url, { method: 'HEAD' })).headers.get('content-type')).toBe('text/event-stream');
    const answer = await fetch(url);
    expect(await read(answer, (text) => text.includes('null'))).toContain('ice-candidate');
  });

  test('a listener that disconnects is released at once, not with the next event', async () => {
    const stream = new EventStream();
    const listen = () => stream.listen()[Symbol.asyncIterator]();
    const [leaver, stayer] = [listen(), listen()];
    const waiting = leaver.next();
    await leaver.return?.();
    expect(await waiting).toEqual({ done: true, value: undefined });
    const heard = stayer.next();
    stream.emit({ event: 'ice-candidate', data: null });
    expect(await heard).toEqual({ done: false, value: { event: 'ice-candidate', data: null } });
    expect(await leaver.next()).toEqual({ done: true, value: undefined });
  });

  test('an invalid token is 401, an ended session 404', async () => {
    await using mock = await startQuiet();
    const { session, path } = await create(mock);
    const wrong = await fetch(`${session.events.url}?event_token=evt_wrong`);
    expect([wrong.status, await wrong.json()]).toEqual([401, { title: 'Invalid API key', status: 401 }]);
    await call(mock, 'DELETE', path);
    expect((await fetch(`${session.events.url}?event_token=${session.events.event_token}`)).status).toBe(404);
  });
});
