import { defineCase } from '../../core/define-case.js';
import type { CaseContext } from '../../core/context.js';
import type { Answer } from '../../core/http.js';
import { clip, imagePart, notMedia, videoPart } from '../fixtures/media.js';
import {
  completedJob,
  form,
  is4xx,
  names,
  startJob,
  submit,
  terminal,
  untilTerminal,
  whole,
  type Fields,
} from './steps.js';

const bytes = clip().length;
/** Cost of n jobs on the one-second clip. */
const jobs = (n: number) =>
  ({ effects: 'creates-ephemeral', cost: { jobs: n, gpuSeconds: n, uploadBytes: n * bytes } }) as const;
const patient = { deadlineMs: 660_000 } as const;
const words = ['pending', 'processing', 'completed', 'failed'];
const unknownJob = '00000000-0000-4000-8000-000000000000';

export const queueCases = [
  defineCase({
    id: 'queue.submit/answer',
    title: 'What a submit answers',
    requires: ['QUE-01', 'QUE-02', 'QUE-03', 'QUE-04', 'QUE-43'],
    ...jobs(1),
    async run(c: CaseContext) {
      const answer = await submit(c, 'lucy-2.5', { prompt: 'a red hat', data: videoPart() });
      const [id, status] = [answer.field('job_id'), answer.field('status')];
      const shaped = answer.ok && typeof id === 'string' && typeof status === 'string';
      c.check('QUE-01', shaped, { title: '2xx with job_id and status.', answer });
      c.precondition(answer.ok, `the submit answered ${answer.toString()}.`);
      const plain = typeof id === 'string' && /^[A-Za-z0-9._~-]+$/.test(id);
      c.check('QUE-02', plain, { title: 'The id fits a path as it is.', got: id, answer });
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
    title: 'From pending to the end and beyond',
    requires: ['QUE-04', 'QUE-05', 'QUE-06', 'QUE-07', 'QUE-08', 'TIM-02'],
    ...jobs(1),
    ...patient,
    async run(c: CaseContext) {
      const id = await startJob(c);
      const seen = await untilTerminal(c, id);
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
        { title: 'Only the four words.', got: [...new Set(seen)] },
      );
      const ranks = seen.map((word) => Math.min(2, words.indexOf(String(word))));
      const forward = ranks.every((rank, n) => rank >= (ranks[n - 1] ?? 0));
      c.check('QUE-07', forward, { title: 'It only goes forward.', got: [...new Set(seen)] });
      const slowest = Math.max(...polls.map((answer) => answer.durationMs));
      c.timing('TIM-02', { ms: slowest, atMost: 2000 }, { title: 'The slowest poll.' });
      await c.wait(5_000);
      const later = await c.http.get(`/v1/jobs/${id}`);
      const final = later.field('status') === seen.at(-1);
      c.check('QUE-08', final, {
        title: 'Five seconds later nothing has changed.',
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
      const { startsWithFtyp, videoFacts } = await import('./media-facts.js');
      const id = await completedJob(c, 'lucy-2.5', { prompt: 'a red hat', data: videoPart() });
      const answer = await whole(c, c.http.get(`/v1/jobs/${id}/content`, { timeoutMs: 60_000 }));
      c.check('QUE-09', answer.status === 200, { title: 'The content is served.', expected: 200, answer });
      c.precondition(answer.ok, `the content answered ${answer.toString()}.`);
      const again = await c.http.get(`/v1/jobs/${id}/content`, { timeoutMs: 60_000 });
      const equal = again.ok && Buffer.compare(again.bytes, answer.bytes) === 0;
      c.check('QUE-15', equal, { title: 'The second time gives the same bytes.', answer: again });
      c.check('QUE-49', answer.type === 'video/mp4', {
        title: 'It is called video/mp4.',
        got: answer.type,
        answer,
      });
      c.check('MED-01', startsWithFtyp(answer.bytes), { title: 'It starts with an ftyp box.', answer });
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
    title: 'The result asked for too early',
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
      const told = is4xx(content) && content.field('detail') !== undefined;
      if (early) c.check('QUE-11', told, { title: 'The refusal is a 4xx with a detail.', answer: content });
    },
  }),
  defineCase({
    id: 'queue.unknown/status-and-content',
    title: 'A job that never was',
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
    title: 'A job that never ends by itself',
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
        title: 'After 599 s it still runs.',
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
        reason: 'it is not theirs (404 or 403)',
        answer: theirs,
      });
    },
  }),
  defineCase({
    id: 'queue.form/required-fields',
    title: 'What is missing is named',
    requires: ['QUE-22', 'QUE-23', 'QUE-24', 'QUE-37', 'ERR-22'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const empty = await submit(c, 'lucy-clip', { resolution: '720p' });
      const [data, prompt] = [names(empty, 'body.data'), names(empty, 'body.prompt')];
      c.check('QUE-22', data, { title: 'The 422 names body.data.', expected: 422, answer: empty });
      c.check('QUE-23', prompt, { title: 'lucy-clip names body.prompt.', expected: 422, answer: empty });
      c.check('ERR-22', data && prompt, { title: 'Both are reported at once.', answer: empty });
      for (const model of ['lucy-2.5', 'lucy-2.1']) {
        const answer = await submit(c, model, { resolution: '720p' });
        const optional = names(answer, 'body.data') && !names(answer, 'body.prompt');
        c.check('QUE-24', optional, { title: `${model} misses data alone.`, answer });
      }
      const encoded = await c.http.post('/v1/jobs/lucy-2.5', {
        urlencoded: { prompt: 'a red hat', seed: '7' },
      });
      c.check('QUE-37', names(encoded, 'body.data'), {
        title: 'Urlencoded misses data alone.',
        expected: 422,
        answer: encoded,
      });
    },
  }),
  defineCase({
    id: 'queue.form/bad-values',
    title: 'Values outside their bounds',
    requires: ['QUE-29', 'QUE-30', 'QUE-32'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      // Without data nothing can be queued: that the 422 names data shows that the form was judged.
      const refuse = async (id: string, field: string, value: string) => {
        const answer = await submit(c, 'lucy-2.5', { prompt: 'a red hat', [field]: value });
        c.negative(id, {
          title: `${field} ${value} is refused.`,
          reached: names(answer, 'body.data'),
          refused: answer.status === 422,
          because: names(answer, `body.${field}`),
          reason: `body.${field} is named`,
          answer,
        });
      };
      for (const seed of ['-1', '4294967296', 'seven', '1.5']) await refuse('QUE-29', 'seed', seed);
      for (const resolution of ['480p', '1080p', '720']) await refuse('QUE-30', 'resolution', resolution);
      await refuse('QUE-32', 'enhance_prompt', 'perhaps');
    },
  }),
  defineCase({
    id: 'queue.form/good-values',
    title: 'Values SDKs send',
    requires: ['QUE-25', 'QUE-28', 'QUE-31', 'QUE-33', 'QUE-34', 'QUE-35', 'QUE-36', 'QUE-47'],
    ...jobs(12),
    tags: ['slow'],
    ...patient,
    async run(c: CaseContext) {
      const data = videoPart();
      await accepts(c, 'QUE-25', 'An empty prompt.', { prompt: '', data });
      await accepts(c, 'QUE-28', 'Seed 0.', { prompt: 'x', data, seed: '0', resolution: '720p' });
      await accepts(c, 'QUE-28', 'Seed 4294967295.', { prompt: 'x', data, seed: '4294967295' });
      for (const spelling of ['true', 'false', 'True', 'False']) {
        await accepts(c, 'QUE-31', `enhance_prompt ${spelling}.`, {
          prompt: 'x',
          data,
          enhance_prompt: spelling,
        });
      }
      await accepts(c, 'QUE-33', 'self_anchor false.', { prompt: 'x', data, self_anchor: 'false' });
      await accepts(c, 'QUE-34', 'A reference image.', { prompt: 'x', reference_image: imagePart(), data });
      await accepts(c, 'QUE-35', 'The file first.', { data, seed: '7', prompt: 'x' });
      const untyped = { ...videoPart('data', 'landscape', 'application/octet-stream'), filename: 'data' };
      await accepts(c, 'QUE-36', 'An untyped film called data.', { prompt: 'x', data: untyped, seed: '7' });
      await accepts(c, 'QUE-47', 'An unknown field.', { prompt: 'x', data, colour: 'green' });
    },
  }),
  defineCase({
    id: 'queue.form/restyle',
    title: 'Restyling by prompt or by picture',
    requires: ['QUE-26', 'QUE-34'],
    ...jobs(3),
    async run(c: CaseContext) {
      const data = videoPart();
      await accepts(c, 'QUE-26', 'By prompt.', { prompt: 'as a sketch', data }, 'lucy-restyle-2');
      await accepts(c, 'QUE-26', 'By picture.', { reference_image: imagePart(), data }, 'lucy-restyle-2');
      await accepts(
        c,
        'QUE-34',
        'lucy-clip with a picture.',
        { prompt: 'x', data, reference_image: imagePart() },
        'lucy-clip',
      );
    },
  }),
  defineCase({
    id: 'queue.form/not-media',
    title: 'An upload that is no film',
    requires: ['QUE-48'],
    ...jobs(1),
    async run(c: CaseContext) {
      const valid = await submit(c, 'lucy-2.5', { prompt: 'x', data: videoPart() });
      const data = { name: 'data', bytes: notMedia, filename: 'note.txt', type: 'text/plain' };
      const answer = await submit(c, 'lucy-2.5', { prompt: 'x', data });
      c.negative('QUE-48', {
        title: 'Text is refused as a file type.',
        reached: valid.ok,
        refused: answer.status === 400,
        because: answer.field('detail') === 'Invalid file type',
        reason: 'the detail is "Invalid file type"',
        answer,
      });
    },
  }),
  defineCase({
    id: 'queue.key/missing-or-unknown',
    title: 'Without a key, and with one nobody knows',
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
  defineCase({
    id: 'queue.submit/image-model',
    title: 'An image model as a job',
    requires: ['QUE-44'],
    effects: 'creates-ephemeral',
    cost: { jobs: 1, images: 1 },
    async run(c: CaseContext) {
      const answer = await submit(c, 'lucy-image-2', { prompt: 'a red hat', data: imagePart() });
      c.check('QUE-44', answer.ok, { title: 'lucy-image-2 is taken as a job.', answer });
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

async function accepts(
  c: CaseContext,
  id: string,
  title: string,
  fields: Fields,
  model = 'lucy-2.5',
): Promise<Answer> {
  const answer = await submit(c, model, fields);
  c.check(id, answer.ok, { title, answer });
  return answer;
}
