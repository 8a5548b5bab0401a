import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { videoPart } from '../fixtures/media.js';
import { is4xx, mint, submit } from './steps.js';

const readOnly = { tags: ['read-only'] } as const;

export const errorCases = [
  defineCase({
    id: 'errors.quota/shape',
    title: 'The realtime quota',
    requires: ['ERR-15', 'ERR-16', 'ERR-17'],
    ...readOnly,
    async run(c: CaseContext) {
      const answer = await c.http.get('/v1/realtime/quota');
      const [limit, active, remaining] = ['limit', 'active', 'remaining'].map((name) => answer.field(name));
      const shaped =
        answer.status === 200 &&
        [limit, active, remaining].every((value) => value === null || Number.isInteger(value));
      c.check('ERR-15', shaped, { title: 'Three integers or nulls.', answer });
      const [l, a, r] = [Number(limit), Number(active), Number(remaining)];
      const adds = limit === null || (r === Math.max(0, l - a) && r >= 0);
      c.check('ERR-17', adds, { title: 'remaining is limit minus active.', answer });
      const missing = await c.http.get('/v1/realtime/quota', { key: null });
      c.check('ERR-16', missing.status === 422, {
        title: 'A missing key is a 422.',
        expected: 422,
        answer: missing,
      });
    },
  }),
  defineCase({
    id: 'errors.envelopes/by-resource',
    title: 'Error format by resource',
    requires: ['ERR-04', 'ERR-20', 'ERR-08'],
    ...readOnly,
    async run(c: CaseContext) {
      const key = 'ek_thisKeyWasNeverMintedByAnybody';
      const quota = await c.http.get('/v1/realtime/quota', { key });
      const expected = { detail: 'Invalid API key' };
      const exact = quota.status === 401 && quota.field('detail') === expected.detail;
      c.check('ERR-04', exact, { title: 'The quota says "Invalid API key".', expected, answer: quota });
      const token = await mint(c, {}, key);
      const apart = token.field('error') !== undefined && quota.field('detail') !== undefined;
      c.check('ERR-20', apart, { title: 'Tokens use error, the quota uses detail.', answer: token });
      for (const answer of [quota, token]) {
        c.check('ERR-08', !answer.text.includes(key), { title: 'The key is not repeated.', answer });
      }
    },
  }),
  defineCase({
    id: 'errors.routes/unknown',
    title: 'Unknown paths and methods',
    requires: ['ERR-05', 'ERR-06', 'ERR-07'],
    ...readOnly,
    async run(c: CaseContext) {
      const path = await c.http.get('/v1/nothing/here');
      c.check('ERR-05', path.status === 404 && path.field('detail') !== undefined, {
        title: 'An unknown path is a 404.',
        answer: path,
      });
      const method = await c.http.send('PUT', '/v1/files');
      c.check('ERR-06', method.status === 405 && method.field('detail') !== undefined, {
        title: 'An unknown method is a 405.',
        answer: method,
      });
      for (const answer of [path, method]) {
        const json = answer.type === 'application/json' && answer.json !== undefined;
        c.check('ERR-07', json, {
          title: 'The error is JSON, with that content type.',
          got: answer.type,
          answer,
        });
      }
    },
  }),
  defineCase({
    id: 'errors.hostile/ids',
    title: 'Hostile ids',
    requires: ['ERR-09'],
    ...readOnly,
    async run(c: CaseContext) {
      const tricks = [
        '..%2f..%2fetc%2fpasswd',
        '%2e%2e%2f',
        '__proto__',
        'constructor',
        'a%00b',
        '%ff%fe',
        'x'.repeat(2000),
        '%0d%0aX: 1',
      ];
      for (const trick of tricks) {
        for (const path of [`/v1/jobs/${trick}`, `/v1/jobs/${trick}/content`, `/v1/files/${trick}`]) {
          const answer = await c.http.get(path);
          c.check('ERR-09', is4xx(answer), { title: `${path.slice(0, 60)} is a plain 4xx.`, answer });
        }
      }
    },
  }),
  defineCase({
    id: 'errors.hostile/multipart',
    title: 'Broken multipart bodies',
    requires: ['ERR-10', 'ERR-21', 'ERR-11'],
    ...readOnly,
    async run(c: CaseContext) {
      const start =
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\n\x89PNG';
      const type = 'multipart/form-data; boundary=b';
      for (const path of ['/v1/files', '/v1/jobs/lucy-2.5', '/v1/generate/lucy-image-2']) {
        const cut = await c.http.post(path, { bytes: start, type });
        c.check('ERR-10', is4xx(cut), { title: `${path}: a truncated body.`, answer: cut });
        const bare = await c.http.post(path, { bytes: start, type: 'multipart/form-data' });
        c.check('ERR-21', is4xx(bare), { title: `${path}: no boundary.`, answer: bare });
      }
      const json = await c.http.post('/v1/models/resolve', { bytes: '{"model":', type: 'application/json' });
      c.check('ERR-11', is4xx(json), { title: 'Broken JSON gets a 4xx.', answer: json });
    },
  }),
  defineCase({
    id: 'errors.hostile/quantity',
    title: 'Very many fields, and a very long one',
    requires: ['ERR-19'],
    ...readOnly,
    async run(c: CaseContext) {
      const many = Object.fromEntries(Array.from({ length: 3000 }, (_, n) => [`field${n}`, 'x']));
      const crowd = await submit(c, 'lucy-2.5', many);
      c.check('ERR-19', crowd.status < 500, { title: '3000 fields.', answer: crowd });
      const long = await submit(c, 'lucy-2.5', { prompt: 'x'.repeat(2_000_000) });
      c.check('ERR-19', long.status < 500, { title: 'A prompt of two million letters.', answer: long });
      const next = await c.http.get('/v1/realtime/quota');
      c.check('ERR-19', next.ok, { title: 'The next request is served.', answer: next });
    },
  }),
  defineCase({
    id: 'errors.verify/verdict',
    title: 'The watermark check',
    requires: ['ERR-18'],
    ...readOnly,
    async run(c: CaseContext) {
      const answer = await c.http.post('/v1/verify', { form: [videoPart('file')] });
      const known =
        answer.status === 501 || (answer.status === 200 && answer.json !== undefined) || is4xx(answer);
      c.check('ERR-18', known && answer.status !== 404 && answer.status !== 405, {
        title: 'A verdict or 501.',
        answer,
      });
    },
  }),
];
