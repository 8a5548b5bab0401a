import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import type { Reply } from '../../traffic/http.js';
import { picture } from '../fixtures/media.js';
import { candidate, offerSdp, realtimeModel, talk } from './realtime-steps.js';
import { mint } from './steps.js';

const path = '/v1/realtime/sessions';
const offer = { model: realtimeModel, sdp: { type: 'offer', sdp: offerSdp } };

interface Options {
  key?: string;
  fields?: object;
}

/** Creates a session; it is ended with the case. */
async function create(
  c: CaseContext,
  { key, fields = { prompt: 'Make it snow' } }: Options = {},
): Promise<Reply> {
  const options = key === undefined ? {} : { key };
  const answer = await c.http.post(path, { json: { ...offer, ...fields } }, options);
  const id = answer.field('session_id');
  if (answer.ok && typeof id === 'string') {
    c.created(
      'session',
      id,
      async () => (await c.http.delete(`${path}/${id}`, options)).status < 500,
      `curl -X DELETE "$DECART_BASE_URL${path}/${id}" -H "x-api-key: $DECART_API_KEY"`,
    );
  }
  return answer;
}

/** Creates a session and goes on only when that worked. */
async function created(
  c: CaseContext,
  options?: Options,
): Promise<{ at: string; tag: string; answer: Reply }> {
  const answer = await create(c, options);
  c.precondition(answer.status === 201, `the create answered ${answer.toString()}.`);
  const at = `${path}/${String(answer.field('session_id'))}`;
  return { at, tag: answer.headers.get('etag') ?? '', answer };
}

const patch = (c: CaseContext, at: string, tag: string, candidates: unknown) =>
  c.http.send('PATCH', at, { headers: { 'if-match': tag }, body: { json: { candidates } } });

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** RT-59, of every error the cases here provoke. */
function problem(c: CaseContext, answer: Reply): void {
  const { title, detail, status } = (answer.json ?? {}) as Record<string, unknown>;
  // Of a 401 the recording shows title and status alone.
  const complete = typeof title === 'string' && status === answer.status;
  const told = typeof detail === 'string' || answer.status === 401;
  c.check('RT-59', complete && told, { title: 'The error has title, detail and status.', answer });
}

export const signallingCases = [
  defineCase({
    id: 'realtime.signalling/create',
    title: 'Creating a session by an offer',
    requires: ['RT-50', 'RT-51'],
    ...talk,
    async run(c: CaseContext) {
      const answer = await create(c);
      const [location, tag] = [answer.headers.get('location'), answer.headers.get('etag')];
      c.check('RT-50', answer.status === 201 && !!location && !!tag, {
        title: '201 with Location and ETag.',
        got: `${answer.status}, Location ${location ?? 'absent'}, ETag ${tag ?? 'absent'}`,
        answer,
      });
      c.precondition(answer.status === 201, `the create answered ${answer.toString()}.`);
      const body = (answer.json ?? {}) as Record<string, unknown>;
      const events = isRecord(body['events']) ? body['events'] : {};
      const sdp = isRecord(body['sdp']) ? body['sdp'] : {};
      const complete =
        typeof body['session_id'] === 'string' &&
        sdp['type'] === 'answer' &&
        typeof sdp['sdp'] === 'string' &&
        Array.isArray(body['ice_servers']) &&
        ['url', 'event_token', 'expires_at'].every((name) => typeof events[name] === 'string') &&
        typeof body['expires_at'] === 'string';
      c.check('RT-51', complete, {
        title: 'session_id, sdp, ice_servers, events and expires_at are there.',
        got: Object.keys(body),
        answer,
      });
      const named = location?.endsWith(String(body['session_id'])) === true;
      c.check('RT-50', named, { title: 'Location names the session.', got: location, answer });
    },
  }),
  defineCase({
    id: 'realtime.signalling/without-sdp',
    title: 'A create without an offer',
    requires: ['RT-52', 'RT-59'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await c.http.post(path, { json: { model: realtimeModel } });
      c.check('RT-52', answer.status === 400, { title: 'It answers 400.', expected: 400, answer });
      const detail = answer.field('detail');
      c.check('RT-52', typeof detail === 'string' && detail.startsWith('body.sdp'), {
        title: 'detail names body.sdp.',
        expected: 'body.sdp: Field required',
        answer,
      });
      problem(c, answer);
    },
  }),
  defineCase({
    id: 'realtime.signalling/candidates',
    title: 'Candidates and their tags',
    requires: ['RT-53', 'RT-54', 'RT-55', 'RT-59'],
    ...talk,
    async run(c: CaseContext) {
      const { at, tag } = await created(c);
      const first = await patch(c, at, tag, [candidate]);
      const next = first.headers.get('etag') ?? '';
      c.check('RT-53', first.status === 204 && next !== '' && next !== tag, {
        title: '204 with another ETag.',
        got: `${first.status}, ETag ${next}, before ${tag}`,
        answer: first,
      });
      const stale = await patch(c, at, tag, [candidate]);
      c.negative('RT-54', {
        title: 'The tag before is stale.',
        reached: first.status === 204 && next !== tag,
        refused: !stale.ok,
        because: stale.status === 412,
        reason: 'of the tag: 412',
        answer: stale,
      });
      if (!stale.ok) problem(c, stale);
      const bare = await patch(c, at, next, null);
      c.negative('RT-55', {
        title: 'candidates null is refused.',
        reached: first.status === 204,
        refused: !bare.ok,
        because: String(bare.field('detail')).includes('candidates'),
        reason: 'detail names the candidates',
        answer: bare,
      });
      const last = await patch(c, at, next, [null]);
      c.check('RT-55', last.status === 204, {
        title: 'candidates [null] ends them.',
        expected: 204,
        answer: last,
      });
    },
  }),
  defineCase({
    id: 'realtime.signalling/state',
    title: 'A prompt and a picture for a running session',
    requires: ['RT-64'],
    ...talk,
    async run(c: CaseContext) {
      const { at } = await created(c);
      const prompt = await c.http.post(`${at}/prompt`, {
        json: { prompt: 'Cyberpunk city', enhance_prompt: true },
      });
      c.check('RT-64', prompt.status === 200, {
        title: 'A prompt answers 200.',
        expected: 200,
        answer: prompt,
      });
      const image_data = Buffer.from(picture()).toString('base64');
      const image = await c.http.post(`${at}/image`, { json: { image_data, prompt: 'In this style' } });
      c.check('RT-64', image.status === 200, {
        title: 'A picture answers 200.',
        expected: 200,
        answer: image,
      });
    },
  }),
  defineCase({
    id: 'realtime.signalling/events',
    title: 'The stream of events',
    requires: ['RT-46'],
    ...talk,
    async run(c: CaseContext) {
      const { answer } = await created(c);
      const events = answer.field('events') as { url?: string; event_token?: string } | undefined;
      const url = URL.canParse(events?.url ?? '') ? new URL(events?.url ?? '').pathname : undefined;
      c.precondition(url !== undefined, `events.url is none: ${String(events?.url)}.`);
      const query = `event_token=${encodeURIComponent(events?.event_token ?? '')}`;
      const stream = await c.http.get(`${url}?${query}`, {
        key: null,
        until: (text) => /^event: ?ice-candidate$/m.test(text) && /^data:.*\n\r?\n/m.test(text),
        timeoutMs: 10_000,
      });
      c.check('RT-46', stream.status === 200 && stream.type === 'text/event-stream', {
        title: 'The stream opens by its token alone.',
        answer: stream,
      });
      const data = /^event: ?ice-candidate\r?\ndata: ?(.*)$/m.exec(stream.text)?.[1];
      c.check('RT-46', data !== undefined && isCandidate(data), {
        title: 'An ice-candidate event carries a candidate, or null at their end.',
        answer: stream,
      });
    },
  }),
  defineCase({
    id: 'realtime.signalling/end',
    title: 'Ending a session, and then again',
    requires: ['RT-56', 'RT-57', 'RT-59'],
    ...talk,
    async run(c: CaseContext) {
      const { at, tag, answer } = await created(c);
      const ended = await c.http.delete(at);
      const {
        session_id: id,
        duration_seconds: lasted,
        billed_seconds: billed,
        reason,
      } = (ended.json ?? {}) as Record<string, unknown>;
      const complete =
        id === answer.field('session_id') &&
        typeof lasted === 'number' &&
        typeof billed === 'number' &&
        typeof reason === 'string';
      c.check('RT-56', ended.status === 200 && complete, {
        title: '200 with session_id, duration_seconds, billed_seconds and reason.',
        answer: ended,
      });
      const gone = [
        await c.http.delete(at),
        await patch(c, at, tag, [null]),
        await c.http.post(`${at}/prompt`, { json: { prompt: 'x' } }),
      ];
      for (const late of gone) {
        c.check('RT-57', late.status === 404, {
          title: `${late.exchange.method} on a session that is gone answers 404.`,
          expected: 404,
          answer: late,
        });
        problem(c, late);
      }
    },
  }),
  defineCase({
    id: 'realtime.signalling/owner',
    title: 'Another credential than the one that created',
    requires: ['RT-58', 'RT-59'],
    ...talk,
    cost: { ...talk.cost, tokens: 2 },
    async run(c: CaseContext) {
      const [token, other] = [await mint(c, { expiresIn: 300 }), await mint(c, { expiresIn: 300 })];
      c.precondition(token.ok && other.ok, 'no two tokens were minted.');
      const key = String(token.field('apiKey'));
      const { at, tag } = await created(c, { key });
      const foreign = [
        await c.http.delete(at),
        await patch(c, at, tag, [null]),
        await c.http.post(`${at}/prompt`, { json: { prompt: 'x' } }),
        await c.http.delete(at, { key: String(other.field('apiKey')) }),
      ];
      const own = await c.http.post(`${at}/prompt`, { json: { prompt: 'x' } }, { key });
      for (const answer of foreign) {
        c.negative('RT-58', {
          title: `${answer.exchange.method} by another credential is refused.`,
          reached: own.ok,
          refused: !answer.ok,
          because: answer.status === 401,
          reason: 'of the credential: 401',
          answer,
        });
        if (!answer.ok) problem(c, answer);
      }
    },
  }),
];

function isCandidate(data: string): boolean {
  try {
    const value = JSON.parse(data) as unknown;
    return value === null || (isRecord(value) && typeof value['candidate'] === 'string');
  } catch {
    return false;
  }
}
