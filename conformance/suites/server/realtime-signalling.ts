import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { candidate, realtimeModel, talk } from './realtime-steps.js';
import { signallingSessionCases } from './signalling-session.js';
import {
  checkProblem,
  createSession,
  isRecord,
  requireSession,
  sendCandidates,
  sessionsPath,
} from './signalling-steps.js';

export const signallingCases = [
  defineCase({
    id: 'realtime.signalling/create',
    title: 'Creating a session by an offer',
    requires: ['RT-50', 'RT-51'],
    ...talk,
    async run(c: CaseContext) {
      const answer = await createSession(c);
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
        title: 'session_id, sdp, ice_servers, events and expires_at are present.',
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
      const answer = await c.http.post(sessionsPath, { json: { model: realtimeModel } });
      c.check('RT-52', answer.status === 400, { title: 'It answers 400.', expected: 400, answer });
      const detail = answer.field('detail');
      c.check('RT-52', typeof detail === 'string' && detail.startsWith('body.sdp'), {
        title: 'detail names body.sdp.',
        expected: 'body.sdp: Field required',
        answer,
      });
      checkProblem(c, answer);
    },
  }),
  defineCase({
    id: 'realtime.signalling/candidates',
    title: 'Candidates and their ETags',
    requires: ['RT-53', 'RT-54', 'RT-55', 'RT-59'],
    ...talk,
    async run(c: CaseContext) {
      const { at, tag } = await requireSession(c);
      const first = await sendCandidates(c, at, tag, [candidate]);
      const next = first.headers.get('etag') ?? '';
      c.check('RT-53', first.status === 204 && next !== '' && next !== tag, {
        title: '204 with another ETag.',
        got: `${first.status}, ETag ${next}, before ${tag}`,
        answer: first,
      });
      const stale = await sendCandidates(c, at, tag, [candidate]);
      c.negative('RT-54', {
        title: 'The previous ETag is stale.',
        reached: first.status === 204 && next !== tag,
        refused: !stale.ok,
        because: stale.status === 412,
        reason: 'the ETag is stale: 412',
        answer: stale,
      });
      if (!stale.ok) checkProblem(c, stale);
      const bare = await sendCandidates(c, at, next, null);
      c.negative('RT-55', {
        title: 'candidates null is refused.',
        reached: first.status === 204,
        refused: !bare.ok,
        because: String(bare.field('detail')).includes('candidates'),
        reason: 'detail names the candidates',
        answer: bare,
      });
      const last = await sendCandidates(c, at, next, [null]);
      c.check('RT-55', last.status === 204, {
        title: 'candidates [null] ends them.',
        expected: 204,
        answer: last,
      });
    },
  }),
  ...signallingSessionCases,
];
