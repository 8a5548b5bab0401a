import { defineCase } from '../../engine/define-case.js';
import type { CaseContext } from '../../engine/context.js';
import { videoPart } from '../fixtures/media.js';
import { completedJob, form, names, type Fields } from './steps.js';
import { jobs, patient, unknownJob } from './queue-steps.js';

export const queueKeyCases = [
  defineCase({
    id: 'queue.accounts/separate',
    title: 'Jobs of another account',
    requires: ['QUE-21'],
    needs: ['accounts'],
    ...jobs(1),
    ...patient,
    async run(c: CaseContext) {
      const id = await completedJob(c);
      const mine = await c.http.get(`/v1/jobs/${id}/content`);
      const theirs = await c.http.get(`/v1/jobs/${id}/content`, { key: c.otherKey() });
      c.negative('QUE-21', {
        title: 'Another account gets no content.',
        reached: mine.ok,
        refused: !theirs.ok,
        because: theirs.status === 404 || theirs.status === 403,
        reason: 'it belongs to another account (404 or 403)',
        answer: theirs,
      });
    },
  }),
  defineCase({
    id: 'queue.key/missing-or-unknown',
    title: 'Without a key, and with an unknown one',
    requires: ['QUE-40', 'QUE-42'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const fields: Fields = { prompt: 'x', data: videoPart() };
      const missing = await c.http.post('/v1/jobs/lucy-2.5', form(fields), { key: null });
      c.check('QUE-40', names(missing, 'header.x-api-key'), {
        title: 'A submit names the header.',
        expected: 422,
        answer: missing,
      });
      const content = await c.http.get(`/v1/jobs/${unknownJob}/content`, { key: null });
      c.check('QUE-40', names(content, 'header.x-api-key'), {
        title: 'Content names the header.',
        expected: 422,
        answer: content,
      });
      const unknown = await c.http.post('/v1/jobs/lucy-2.5', form(fields), { key: 'ek_kit_unknown_key' });
      c.check('QUE-42', unknown.status === 401, {
        title: 'An unknown key answers 401.',
        expected: 401,
        answer: unknown,
      });
    },
  }),
];
