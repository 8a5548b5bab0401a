import { defineCase } from '../../engine/define-case.js';
import type { CaseContext } from '../../engine/context.js';
import { imagePart, videoPart } from '../fixtures/media.js';
import {
  completedJob,
  ended,
  is4xx,
  startJob,
  statusesOf,
  submit,
  terminal,
  untilTerminal,
  whole,
} from './steps.js';
import { jobs, patient, unknownJob } from './queue-steps.js';

const words = ['pending', 'processing', 'completed', 'failed'];

export const queueLifeCases = [
  defineCase({
    id: 'queue.submit/answer',
    title: 'The answer to a submit',
    requires: ['QUE-01', 'QUE-02', 'QUE-03', 'QUE-04', 'QUE-43'],
    ...jobs(1),
    async run(c: CaseContext) {
      const answer = await submit(c, 'lucy-2.5', { prompt: 'a red hat', data: videoPart() });
      const [id, status] = [answer.field('job_id'), answer.field('status')];
      const shaped = answer.ok && typeof id === 'string' && typeof status === 'string';
      c.check('QUE-01', shaped, { title: '2xx with job_id and status.', answer });
      c.precondition(answer.ok, `the submit answered ${answer.toString()}.`);
      const plain = typeof id === 'string' && /^[A-Za-z0-9._~-]+$/.test(id);
      c.check('QUE-02', plain, { title: 'The id needs no escaping in a path.', got: id, answer });
      c.check('QUE-03', status === 'pending', {
        title: 'A fresh job is pending.',
        expected: 'pending',
        got: status,
        answer,
      });
      c.check('QUE-04', answer.type === 'application/json', {
        title: 'A submit answers JSON.',
        got: answer.type,
        answer,
      });
      c.timing(
        'QUE-43',
        { ms: answer.durationMs, atMost: 5000 },
        { title: 'It is answered at once.', answer },
      );
    },
  }),
  defineCase({
    id: 'queue.poll/life-of-a-job',
    title: 'A job from pending to its final status',
    requires: ['QUE-04', 'QUE-05', 'QUE-06', 'QUE-07', 'QUE-08', 'TIM-02'],
    ...jobs(1),
    ...patient,
    async run(c: CaseContext) {
      const id = await startJob(c);
      const seen = await statusesOf(c, id);
      const polls = c.http.answers.slice(1);
      const [first] = polls;
      const echoed = polls.every((answer) => answer.status === 200 && answer.field('job_id') === id);
      c.check('QUE-05', echoed, {
        title: 'Every status is 200 and repeats the id.',
        ...(first ? { answer: first } : {}),
      });
      const json = polls.every((answer) => answer.type === 'application/json');
      c.check('QUE-04', json, { title: 'A status is JSON.', got: first?.type });
      c.check(
        'QUE-06',
        seen.every((word) => words.includes(String(word))),
        { title: 'Every status is one of the four words.', got: [...new Set(seen)] },
      );
      const known = seen.filter((word) => words.includes(String(word)));
      const ranks = known.map((word) => Math.min(2, words.indexOf(String(word))));
      const forward = ranks.every((rank, n) => rank >= (ranks[n - 1] ?? 0));
      c.check('QUE-07', forward, { title: 'The status only moves forward.', got: [...new Set(seen)] });
      ended(c, seen);
      const slowest = Math.max(...polls.map((answer) => answer.durationMs));
      c.timing('TIM-02', { ms: slowest, atMost: 2000 }, { title: 'The slowest poll.' });
      await c.wait(5_000);
      const later = await c.http.get(`/v1/jobs/${id}`);
      const final = later.field('status') === seen.at(-1);
      c.check('QUE-08', final, {
        title: 'The final status is unchanged after five seconds.',
        expected: seen.at(-1),
        answer: later,
      });
    },
  }),
  defineCase({
    id: 'queue.content/of-a-completed-job',
    title: 'The result, twice',
    requires: ['QUE-09', 'QUE-15', 'QUE-49', 'MED-01', 'MED-02', 'MED-03', 'MED-05', 'MED-07'],
    ...jobs(1),
    ...patient,
    async run(c: CaseContext) {
      const { isWholeMp4, videoFacts } = await import('./media-facts.js');
      const id = await completedJob(c, 'lucy-2.5', { prompt: 'a red hat', data: videoPart() });
      const answer = await whole(c, c.http.get(`/v1/jobs/${id}/content`, { timeoutMs: 60_000 }));
      c.check('QUE-09', answer.status === 200, { title: 'The content is served.', expected: 200, answer });
      c.precondition(answer.ok, `the content answered ${answer.toString()}.`);
      const again = await c.http.get(`/v1/jobs/${id}/content`, { timeoutMs: 60_000 });
      const equal = again.ok && Buffer.compare(again.bytes, answer.bytes) === 0;
      c.check('QUE-15', equal, { title: 'The second time gives the same bytes.', answer: again });
      c.check('QUE-49', answer.type === 'video/mp4', {
        title: 'It is labelled video/mp4.',
        got: answer.type,
        answer,
      });
      c.check('MED-01', isWholeMp4(answer.bytes), {
        title: 'It starts with an ftyp box, and every box ends within the file.',
        answer,
      });
      const facts = await videoFacts(answer.bytes);
      c.check('MED-02', (facts?.frames ?? 0) > 0, { title: 'It has frames.', got: facts, answer });
      const size = facts?.width === 1280 && facts.height === 720;
      c.check('MED-03', size, { title: 'It is 1280 by 720.', got: facts, answer });
      const kept = facts !== undefined && Math.abs(facts.duration - 1) < 0.5;
      c.check('MED-07', kept, { title: 'It lasts about a second.', got: facts, answer });
    },
  }),
  defineCase({
    id: 'queue.content/before-completed',
    title: 'Content requested before completion',
    requires: ['QUE-10', 'QUE-11'],
    ...jobs(1),
    async run(c: CaseContext) {
      const id = await startJob(c);
      const content = await c.http.get(`/v1/jobs/${id}/content`);
      const status = await c.http.get(`/v1/jobs/${id}`);
      const early = status.ok && !terminal(status.field('status'));
      c.negative('QUE-10', {
        title: 'No content before completed.',
        reached: early,
        refused: !content.ok,
        because: content.status !== 401 && content.status !== 422,
        reason: 'the job is not ready',
        answer: content,
      });
      const hasDetail = is4xx(content) && content.field('detail') !== undefined;
      if (early)
        c.check('QUE-11', hasDetail, { title: 'The refusal is a 4xx with a detail.', answer: content });
    },
  }),
  defineCase({
    id: 'queue.unknown/status-and-content',
    title: 'An unknown job',
    requires: ['QUE-12', 'QUE-13', 'QUE-14'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const status = await c.http.get(`/v1/jobs/${unknownJob}`);
      const content = await c.http.get(`/v1/jobs/${unknownJob}/content`);
      c.check('QUE-14', !status.ok, { title: 'Its status is an error.', answer: status });
      c.check('QUE-12', !content.ok, { title: 'Its content is an error.', answer: content });
      for (const answer of [status, content]) {
        c.check('QUE-13', answer.status === 404, { title: 'The error is a 404.', expected: 404, answer });
      }
    },
  }),
  defineCase({
    id: 'queue.timeout/ten-minutes',
    title: 'A job that hangs',
    requires: ['QUE-17', 'QUE-18', 'QUE-19'],
    needs: ['rules', 'clock'],
    ...jobs(1),
    async run(c: CaseContext) {
      await c.control.hangJobs(c.key);
      const id = await startJob(c);
      await c.wait(599_000);
      const before = await c.http.get(`/v1/jobs/${id}`);
      const alive = before.ok && !terminal(before.field('status'));
      c.check('QUE-18', alive, {
        title: 'After 599 s it is not failed.',
        got: before.field('status'),
        answer: before,
      });
      await c.wait(2_000);
      const after = await c.http.get(`/v1/jobs/${id}`);
      const failed = after.field('status') === 'failed';
      c.check('QUE-17', failed, { title: 'After 601 s it is failed.', expected: 'failed', answer: after });
      const content = await c.http.get(`/v1/jobs/${id}/content`);
      c.negative('QUE-19', {
        title: 'A failed job has no content.',
        reached: failed,
        refused: !content.ok,
        because: content.status !== 401 && content.status !== 422,
        reason: 'the job failed',
        answer: content,
      });
    },
  }),
  defineCase({
    id: 'queue.submit/twice',
    title: 'The same submit twice',
    requires: ['QUE-20', 'QUE-51'],
    ...jobs(2),
    ...patient,
    async run(c: CaseContext) {
      const [a, b] = await Promise.all([startJob(c), startJob(c)]);
      c.check('QUE-20', a !== b, { title: 'Two submits make two jobs.', got: a });
      await untilTerminal(c, a);
      await untilTerminal(c, b);
      const [first, second] = await Promise.all([c.http.get(`/v1/jobs/${a}`), c.http.get(`/v1/jobs/${b}`)]);
      const own = first.field('job_id') === a && second.field('job_id') === b;
      c.check('QUE-51', own, { title: 'Each keeps its own id and state.', answer: second });
    },
  }),
  defineCase({
    id: 'queue.submit/image-model',
    title: 'An image model as a job',
    requires: ['QUE-44'],
    effects: 'creates-ephemeral',
    cost: { jobs: 1, images: 1 },
    async run(c: CaseContext) {
      const answer = await submit(c, 'lucy-image-2', { prompt: 'a red hat', data: imagePart() });
      c.check('QUE-44', answer.ok, { title: 'lucy-image-2 is accepted as a job.', answer });
    },
  }),
  defineCase({
    id: 'queue.poll/any-name',
    title: 'Jobs under a -latest name and under an alias',
    requires: ['QUE-50', 'MOD-20'],
    ...jobs(2),
    ...patient,
    async run(c: CaseContext) {
      for (const model of ['lucy-latest', 'lucy-restyle-v2v']) {
        const answer = await submit(c, model, { prompt: 'x', data: videoPart() });
        if (model === 'lucy-latest') c.check('MOD-20', answer.ok, { title: `${model} is accepted.`, answer });
        const id = answer.field('job_id');
        c.precondition(typeof id === 'string', `the submit to ${model} answered ${answer.toString()}.`);
        const status = await c.http.get(`/v1/jobs/${id}`);
        c.check('QUE-50', status.ok, { title: `A job of ${model} can be polled.`, answer: status });
      }
    },
  }),
];
