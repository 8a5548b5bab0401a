import { defineCase } from '../../engine/define-case.js';
import type { CaseContext } from '../../engine/context.js';
import { imagePart, longClip, picture, videoPart } from '../fixtures/media.js';
import { completedJob, is4xx, submit, untilTerminal } from './steps.js';
import { jobs, patient } from './queue-steps.js';

const trajectory = JSON.stringify([
  { frame: 0, x: 0.1, y: 0.1 },
  { frame: 60, x: 0.9, y: 0.9 },
]);

export const mediaCases = [
  defineCase({
    id: 'media.orientation/portrait',
    title: 'A portrait clip',
    requires: ['MED-04', 'MED-08'],
    ...jobs(1),
    ...patient,
    async run(c: CaseContext) {
      const { videoFacts } = await import('./media-facts.js');
      const answer = await submit(c, 'lucy-2.5', { prompt: 'x', data: videoPart('data', 'portrait') });
      c.check('MED-08', answer.ok, { title: 'A 9:16 clip is accepted.', answer });
      const id = answer.field('job_id');
      c.precondition(answer.ok && typeof id === 'string', `the submit answered ${answer.toString()}.`);
      const seen = await untilTerminal(c, id);
      c.precondition(seen.at(-1) === 'completed', `the job ended as ${String(seen.at(-1))}.`);
      const content = await c.http.get(`/v1/jobs/${id}/content`, { timeoutMs: 60_000 });
      const facts = content.ok ? await videoFacts(content.bytes) : undefined;
      c.check('MED-04', (facts?.height ?? 0) > (facts?.width ?? 0), {
        title: 'The result is portrait.',
        got: facts,
        answer: content,
      });
    },
  }),
  defineCase({
    id: 'media.length/lucy-clip',
    title: 'A clip of 8 s for lucy-clip',
    requires: ['MED-10'],
    ...jobs(1),
    ...patient,
    async run(c: CaseContext) {
      const { videoFacts } = await import('./media-facts.js');
      const clip = { ...videoPart(), bytes: longClip(8) };
      const answer = await submit(c, 'lucy-clip', { prompt: 'a red hat', data: clip });
      const id = answer.field('job_id');
      const title = 'The result has at most 5 s, or the clip is refused.';
      if (!answer.ok) {
        c.check('MED-10', is4xx(answer), { title, answer });
        return;
      }
      c.precondition(typeof id === 'string', `the submit answered ${answer.toString()}.`);
      if ((await untilTerminal(c, id)).at(-1) === 'failed') {
        c.check('MED-10', true, { title, answer });
        return;
      }
      const content = await c.http.get(`/v1/jobs/${id}/content`, { timeoutMs: 60_000 });
      const facts = await videoFacts(content.bytes);
      c.precondition(facts !== undefined, `the content cannot be read: ${content.toString()}.`);
      c.check('MED-10', facts.duration < 5.5, { title, got: facts, answer: content });
    },
  }),
  defineCase({
    id: 'media.size/lucy-motion',
    title: 'A portrait picture for lucy-motion, on a day on which it was served',
    requires: ['MED-11'],
    needs: ['date'],
    date: '2026-05-01',
    ...jobs(1),
    ...patient,
    async run(c: CaseContext) {
      const { videoFacts } = await import('./media-facts.js');
      const data = { ...imagePart(), bytes: picture(90, 160) };
      const id = await completedJob(c, 'lucy-motion', { data, trajectory });
      const content = await c.http.get(`/v1/jobs/${id}/content`, { timeoutMs: 60_000 });
      const facts = await videoFacts(content.bytes);
      c.check('MED-11', facts?.width === 1280 && facts.height === 704, {
        title: 'The result is 1280 by 704.',
        got: facts,
        answer: content,
      });
    },
  }),
  defineCase({
    id: 'media.content/range',
    title: 'A part of the result',
    requires: ['MED-06'],
    ...jobs(1),
    ...patient,
    async run(c: CaseContext) {
      const id = await completedJob(c);
      const whole = await c.http.get(`/v1/jobs/${id}/content`);
      const part = await c.http.get(`/v1/jobs/${id}/content`, { headers: { range: 'bytes=4-7' } });
      c.precondition(whole.ok && part.ok, `the content answered ${part.toString()}.`);
      const right = part.status === 206 && Buffer.compare(part.bytes, whole.bytes.subarray(4, 8)) === 0;
      c.check('MED-06', right, {
        title: 'bytes=4-7 gives four bytes with 206.',
        expected: 206,
        answer: part,
      });
    },
  }),
];
