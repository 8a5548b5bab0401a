import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { picture } from '../fixtures/media.js';
import { talk } from './realtime-steps.js';
import { checkProblem, isRecord, requireSession, sendCandidates } from './signalling-steps.js';
import { mint } from './steps.js';

/** A session that was created over HTTP: its state, its events, its end and its owner. */
export const signallingSessionCases = [
  defineCase({
    id: 'realtime.signalling/state',
    title: 'A prompt and a picture for a running session',
    requires: ['RT-64'],
    ...talk,
    async run(c: CaseContext) {
      const { at } = await requireSession(c);
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
      const { answer } = await requireSession(c);
      const events = answer.field('events') as { url?: string; event_token?: string } | undefined;
      const url = URL.canParse(events?.url ?? '') ? new URL(events?.url ?? '').pathname : undefined;
      c.precondition(url !== undefined, `events.url is not a URL: ${String(events?.url)}.`);
      const query = `event_token=${encodeURIComponent(events?.event_token ?? '')}`;
      const stream = await c.http.get(`${url}?${query}`, {
        key: null,
        until: (text) => /^event: ?ice-candidate$/m.test(text) && /^data:.*\n\r?\n/m.test(text),
        timeoutMs: 10_000,
      });
      c.check('RT-46', stream.status === 200 && stream.type === 'text/event-stream', {
        title: 'The stream opens with its event_token alone.',
        answer: stream,
      });
      const data = /^event: ?ice-candidate\r?\ndata: ?(.*)$/m.exec(stream.text)?.[1];
      c.check('RT-46', data !== undefined && isCandidate(data), {
        title: 'An ice-candidate event carries a candidate, or null at the end.',
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
      const { at, tag, answer } = await requireSession(c);
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
        await sendCandidates(c, at, tag, [null]),
        await c.http.post(`${at}/prompt`, { json: { prompt: 'x' } }),
      ];
      for (const late of gone) {
        c.check('RT-57', late.status === 404, {
          title: `${late.exchange.method} on an ended session answers 404.`,
          expected: 404,
          answer: late,
        });
        checkProblem(c, late);
      }
    },
  }),
  defineCase({
    id: 'realtime.signalling/owner',
    title: 'A credential other than the one that created the session',
    requires: ['RT-58', 'RT-59'],
    ...talk,
    cost: { ...talk.cost, tokens: 2 },
    async run(c: CaseContext) {
      const [token, other] = [await mint(c, { expiresIn: 300 }), await mint(c, { expiresIn: 300 })];
      c.precondition(token.ok && other.ok, 'two tokens could not be minted.');
      const key = String(token.field('apiKey'));
      const { at, tag } = await requireSession(c, { key });
      const foreign = [
        await c.http.delete(at),
        await sendCandidates(c, at, tag, [null]),
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
          reason: 'the credential is another one: 401',
          answer,
        });
        if (!answer.ok) checkProblem(c, answer);
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
