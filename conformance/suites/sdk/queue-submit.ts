import { sha256 } from '../../engine/sha256.js';
import { clip } from '../fixtures/media.js';
import type { SdkContext } from './context.js';
import type { SdkCase } from './define.js';
import { lastSent, statuses, submits, succeeded, describeCall, videoJob } from './steps.js';

/** Form fields of the video routes, from the contract. */
const declared = ['prompt', 'data', 'reference_image', 'seed', 'resolution', 'enhance_prompt'];

export const submitCases: readonly SdkCase[] = [
  {
    id: 'queue.submit/as-declared',
    title: 'A job is submitted with the fields of its route, under the model name that the caller gave.',
    requires: ['QUE-65', 'MOD-43', 'PRO-43', 'MED-41', 'TOK-47'],
    needs: ['queue.submit'],
    cost: { jobs: 1, gpuSeconds: 1 },
    effects: 'creates-ephemeral',
    run: async (s: SdkContext) => {
      const model = s.model('video');
      const submitted = await s.call('queue.submit', videoJob(s, { seed: 7 }));
      const sent = lastSent(s, 'POST', submits);
      const answer = s.answer(sent);
      const undeclared = sent.form.map(({ name }) => name).filter((name) => !declared.includes(name));
      s.check('QUE-65', undeclared.length === 0, {
        title: 'No field is sent that the route does not declare.',
        got: undeclared.join(', '),
        answer,
      });
      const texts = `${sent.part('prompt')?.text}, ${sent.part('seed')?.text}`;
      s.check('QUE-65', texts === 'A quiet harbour, 7', {
        title: 'prompt and seed are sent as given.',
        expected: 'A quiet harbour, 7',
        got: texts,
        answer,
      });
      s.check('MOD-43', sent.path.split('?')[0]?.endsWith(`/${model}`) === true, {
        title: 'The route is that of the model as named.',
        expected: `/v1/jobs/${model}`,
        got: sent.path,
        answer,
      });
      s.check('PRO-43', sent.path.startsWith('/v1/jobs/'), {
        title: 'A video goes to the queue.',
        got: sent.path,
        answer,
      });
      const data = sent.part('data');
      s.check('MED-41', data?.filename !== undefined && sha256(data.bytes) === sha256(clip()), {
        title: 'The video arrives unchanged, as a file part.',
        got: `${data?.bytes.length} bytes, file name ${data?.filename}`,
        answer,
      });
      s.check('TOK-47', sent.headers['x-api-key'] === s.key, { title: 'The key is in x-api-key.', answer });
      succeeded(s, 'queue.submit', submitted);
    },
  },
  {
    id: 'queue.submit/id-reaches-the-caller',
    title: 'User code gets the job that was created, and its status is requested by its id.',
    requires: ['QUE-69'],
    needs: ['queue.submit', 'queue.status'],
    cost: { jobs: 1, gpuSeconds: 1 },
    effects: 'creates-ephemeral',
    run: async (s: SdkContext) => {
      const submitted = await s.call('queue.submit', videoJob(s));
      succeeded(s, 'queue.submit', submitted);
      const answer = s.answer(lastSent(s, 'POST', submits));
      const { jobId, status: submittedStatus } = submitted.value;
      s.check('QUE-69', jobId === answer.field('job_id') && submittedStatus === answer.field('status'), {
        title: 'Id and status are as sent.',
        expected: [answer.field('job_id'), answer.field('status')],
        got: [jobId, submittedStatus],
        answer,
      });
      const status = await s.call('queue.status', { jobId });
      const poll = lastSent(s, 'GET', statuses);
      s.check('QUE-69', poll.path === `/v1/jobs/${String(jobId)}`, {
        title: 'The status is requested by that id.',
        got: poll.path,
        answer: s.answer(poll),
      });
      succeeded(s, 'queue.status', status);
      s.check('QUE-69', status.value['status'] === s.answer(poll).field('status'), {
        title: 'The status is as sent.',
        got: status.value['status'],
        answer: s.answer(poll),
      });
    },
  },
  {
    id: 'queue.submit/lost-answer-is-not-repeated',
    title: 'A submit whose answer is lost is an error, and is not sent again.',
    requires: ['QUE-66', 'ERR-48'],
    needs: ['queue.submit'],
    needsControl: true,
    run: async (s: SdkContext) => {
      await s.control.addRule({ operation: 'jobs.submit', effect: { type: 'reset' } });
      const lost = await s.call('queue.submit', videoJob(s));
      await s.pause(1500);
      const sent = s.sent('POST', submits);
      s.negative('ERR-48', {
        title: 'The call fails.',
        reached: sent.some(({ broken }) => broken !== undefined),
        refused: !lost.ok,
        because: lost.failure === 'network',
        reason: `of the broken connection (received: ${describeCall(lost)})`,
      });
      s.check('QUE-66', sent.length === 1, { title: 'It is sent once.', expected: 1, got: sent.length });
    },
  },
];
