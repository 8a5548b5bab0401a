import { defineCase } from '../../engine/define-case.js';
import type { CaseContext } from '../../engine/context.js';
import type { Reply } from '../../traffic/http.js';
import { imagePart, notMedia, videoPart } from '../fixtures/media.js';
import { names, submit, type Fields } from './steps.js';
import { jobs, patient } from './queue-steps.js';

export const queueFormCases = [
  defineCase({
    id: 'queue.form/required-fields',
    title: 'Missing fields are named',
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
        c.check('QUE-24', optional, { title: `${model} reports missing data only.`, answer });
      }
      const encoded = await c.http.post('/v1/jobs/lucy-2.5', {
        urlencoded: { prompt: 'a red hat', seed: '7' },
      });
      c.check('QUE-37', names(encoded, 'body.data'), {
        title: 'Urlencoded reports missing data only.',
        expected: 422,
        answer: encoded,
      });
    },
  }),
  defineCase({
    id: 'queue.form/bad-values',
    title: 'Invalid values',
    requires: ['QUE-29', 'QUE-30', 'QUE-32'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      // Data is missing too, so nothing is queued; a 422 that names data shows that the form was checked.
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
    title: 'An upload that is not a video',
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
];

async function accepts(
  c: CaseContext,
  id: string,
  title: string,
  fields: Fields,
  model = 'lucy-2.5',
): Promise<Reply> {
  const answer = await submit(c, model, fields);
  c.check(id, answer.ok, { title, answer });
  return answer;
}
