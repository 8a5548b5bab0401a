import { defineCase } from '../../engine/define-case.js';
import type { CaseContext } from '../../engine/context.js';
import { videoPart } from '../fixtures/media.js';
import { completedJob, submit, untilTerminal } from './steps.js';
import { jobs, patient } from './queue-steps.js';

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
