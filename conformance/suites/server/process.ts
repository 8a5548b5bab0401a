import { defineCase } from '../../engine/define-case.js';
import type { CaseContext } from '../../engine/context.js';
import { imagePart, notMedia } from '../fixtures/media.js';
import { form, names, whole, type Fields } from './steps.js';
import { pngSize } from './media-facts.js';
import { imageRoutes, submitRoutes, unknownModel } from './catalogue.js';

const image = { effects: 'none', cost: { images: 1 } } as const;

const generate = (c: CaseContext, fields: Fields, model = 'lucy-image-2', options = {}) =>
  c.http.post(`/v1/generate/${model}`, form(fields), { timeoutMs: 90_000, ...options });

const minimal = (): Fields => ({ prompt: 'a red hat', data: imagePart() });

export const processCases = [
  defineCase({
    id: 'process.image/png',
    title: 'A prompt and a picture give a PNG',
    requires: ['PRO-01', 'PRO-02', 'MED-09', 'MED-05'],
    ...image,
    deadlineMs: 120_000,
    async run(c: CaseContext) {
      const answer = await whole(c, generate(c, minimal()));
      const right = answer.status === 200 && answer.type === 'image/png';
      c.check('PRO-01', right, { title: '200 and image/png.', answer });
      c.precondition(answer.ok, `the call answered ${answer.toString()}.`);
      const png = pngSize(answer.bytes);
      c.check('PRO-02', png !== undefined, { title: 'The body is a PNG.', answer });
      c.check('MED-09', png?.complete === true, {
        title: 'It has a header, a size and an end.',
        got: png,
        answer,
      });
    },
  }),
  defineCase({
    id: 'process.image/resolutions',
    title: '720p and 480p',
    requires: ['PRO-03', 'PRO-17'],
    cost: { images: 2 },
    deadlineMs: 240_000,
    async run(c: CaseContext) {
      const large = await generate(c, { ...minimal(), resolution: '720p' });
      const small = await generate(c, { ...minimal(), resolution: '480p' });
      c.check('PRO-03', large.ok, { title: '720p is accepted.', answer: large });
      c.check('PRO-03', small.ok, { title: '480p is accepted.', answer: small });
      const [a, b] = [pngSize(large.bytes), pngSize(small.bytes)];
      c.precondition(a !== undefined && b !== undefined, 'one of the answers is not a PNG.');
      const larger = a.width * a.height > b.width * b.height;
      c.check('PRO-17', larger, { title: '720p is larger than 480p.', got: [a, b], answer: small });
    },
  }),
  defineCase({
    id: 'process.image/optional-fields',
    title: 'Seed, reference image, booleans, order of parts',
    requires: ['PRO-08', 'PRO-10', 'PRO-11', 'PRO-13', 'PRO-19', 'PRO-20'],
    cost: { images: 9 },
    tags: ['slow'],
    deadlineMs: 600_000,
    async run(c: CaseContext) {
      const accepts = async (id: string, title: string, fields: Fields) => {
        const answer = await generate(c, fields);
        c.check(id, answer.ok, { title, answer });
      };
      await accepts('PRO-08', 'Seed 0, enhance_prompt false.', {
        ...minimal(),
        seed: '0',
        enhance_prompt: 'false',
      });
      await accepts('PRO-08', 'Seed 4294967295.', { ...minimal(), seed: '4294967295' });
      await accepts('PRO-10', 'A reference image.', { ...minimal(), reference_image: imagePart() });
      for (const spelling of ['true', 'True', 'False']) {
        await accepts('PRO-11', `enhance_prompt ${spelling}.`, { ...minimal(), enhance_prompt: spelling });
      }
      await accepts('PRO-13', 'An unknown field.', { ...minimal(), colour: 'green' });
      await accepts('PRO-19', 'The file first.', { data: imagePart(), seed: '7', prompt: 'a red hat' });
      const untyped = imagePart('data', 'application/octet-stream');
      await accepts('PRO-20', 'An untyped picture.', {
        prompt: 'a red hat',
        data: { ...untyped, filename: 'data' },
      });
    },
  }),
  defineCase({
    id: 'process.image/required-fields',
    title: 'Missing fields are named',
    requires: ['PRO-05', 'PRO-06', 'ERR-22'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await generate(c, { resolution: '720p' });
      const [prompt, data] = [names(answer, 'body.prompt'), names(answer, 'body.data')];
      c.check('PRO-05', prompt, { title: 'The 422 names body.prompt.', expected: 422, answer });
      c.check('PRO-06', data, { title: 'The 422 names body.data.', expected: 422, answer });
      c.check('ERR-22', prompt && data, { title: 'Both are reported at once.', answer });
    },
  }),
  defineCase({
    id: 'process.image/bad-values',
    title: 'Invalid values',
    requires: ['PRO-04', 'PRO-09'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      // Data is missing too, so nothing is generated; a 422 that names data shows that the form was checked.
      const refuse = async (id: string, field: string, value: string) => {
        const answer = await generate(c, { prompt: 'a red hat', [field]: value });
        c.negative(id, {
          title: `${field} ${value} is refused.`,
          reached: names(answer, 'body.data'),
          refused: answer.status === 422,
          because: names(answer, `body.${field}`),
          reason: `body.${field} is named`,
          answer,
        });
      };
      for (const resolution of ['1080p', '720', '']) await refuse('PRO-04', 'resolution', resolution || '4k');
      for (const seed of ['-1', '4294967296', 'seven', '1.5']) await refuse('PRO-09', 'seed', seed);
    },
  }),
  defineCase({
    id: 'process.image/not-an-image',
    title: 'An upload that is not a picture',
    requires: ['PRO-07'],
    cost: { images: 1 },
    async run(c: CaseContext) {
      const valid = await generate(c, minimal());
      const data = { name: 'data', bytes: notMedia, filename: 'note.txt', type: 'text/plain' };
      const answer = await generate(c, { prompt: 'a red hat', data });
      c.negative('PRO-07', {
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
    id: 'process.routes/aliases',
    title: 'Every spelling of the image model has its route',
    requires: ['PRO-12', 'MOD-14'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      for (const model of imageRoutes) {
        const answer = await generate(c, { resolution: '720p' }, model);
        const routed = names(answer, 'body.data') || answer.status === 410;
        c.check('PRO-12', routed, { title: `${model} checks the form.`, expected: 422, answer });
        c.check('MOD-14', ![404, 405].includes(answer.status), { title: `${model} is a route.`, answer });
      }
    },
  }),
  defineCase({
    id: 'process.routes/others',
    title: 'Names without a route',
    requires: ['PRO-16', 'PRO-18'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const unknown = await generate(c, { prompt: 'x' }, unknownModel);
      c.check('PRO-16', unknown.status === 404, {
        title: 'An unknown name answers 404.',
        expected: 404,
        answer: unknown,
      });
      for (const model of [submitRoutes[0], 'lucy-2.5']) {
        const answer = await generate(c, { prompt: 'x' }, model);
        const gone = [404, 405, 410].includes(answer.status);
        c.check('PRO-18', gone, { title: `${model} is not served here.`, answer });
      }
    },
  }),
  defineCase({
    id: 'process.key/missing-or-unknown',
    title: 'Without a key, and with an unknown one',
    requires: ['PRO-14', 'PRO-15'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const missing = await generate(c, minimal(), 'lucy-image-2', { key: null });
      c.check('PRO-14', names(missing, 'header.x-api-key'), {
        title: 'The 422 names the header.',
        expected: 422,
        answer: missing,
      });
      const unknown = await generate(c, minimal(), 'lucy-image-2', { key: 'ek_kit_unknown_key' });
      c.check('PRO-15', unknown.status === 401, {
        title: 'An unknown key answers 401.',
        expected: 401,
        answer: unknown,
      });
    },
  }),
];
