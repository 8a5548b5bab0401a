import { defineCase } from '../../engine/define-case.js';
import type { CaseContext } from '../../engine/context.js';
import { canonicalVideo, imageRoutes, retired, submitRoutes, unknownModel } from './catalogue.js';
import { form, is4xx, names, submit } from './steps.js';

const readOnly = { tags: ['read-only'] } as const;
const resolve = (c: CaseContext, json: unknown, key?: null) =>
  c.http.post('/v1/models/resolve', { json }, key === null ? { key } : {});

export const modelCases = [
  defineCase({
    id: 'models.resolve/canonical',
    title: 'Canonical names',
    requires: ['MOD-01', 'MOD-05', 'MOD-07'],
    ...readOnly,
    async run(c: CaseContext) {
      for (const model of [...canonicalVideo, 'lucy-image-2']) {
        const answer = await resolve(c, { model });
        const id = answer.field('model_id');
        c.check('MOD-01', answer.status === 200 && typeof id === 'string', {
          title: `${model} resolves.`,
          answer,
        });
        c.check('MOD-05', id === model, {
          title: `${model} is its own name.`,
          expected: model,
          got: id,
          answer,
        });
      }
      const open = await resolve(c, { model: 'lucy-2.5' }, null);
      c.check('MOD-07', open.status === 200, { title: 'No key is needed.', expected: 200, answer: open });
    },
  }),
  defineCase({
    id: 'models.resolve/several',
    title: 'Several names at once',
    requires: ['MOD-02', 'MOD-19'],
    ...readOnly,
    async run(c: CaseContext) {
      const models = ['lucy-2.5', 'lucy-latest', 'lucy-image-latest'];
      const answer = await resolve(c, { models });
      const ids = (answer.field('model_ids') ?? {}) as Record<string, unknown>;
      const complete = answer.status === 200 && models.every((name) => typeof ids[name] === 'string');
      c.check('MOD-02', complete, { title: 'model_ids has each name.', expected: models, got: ids, answer });
      const mixed = await resolve(c, { models: ['lucy-2.5', unknownModel] });
      c.negative('MOD-19', {
        title: 'A list with one unknown name is refused.',
        reached: complete,
        refused: !mixed.ok,
        because: mixed.status === 404,
        reason: 'a name is unknown (404)',
        answer: mixed,
      });
    },
  }),
  defineCase({
    id: 'models.resolve/latest',
    title: '-latest names',
    requires: ['MOD-06', 'MOD-18', 'MOD-61'],
    ...readOnly,
    async run(c: CaseContext) {
      for (const model of [
        'lucy-latest',
        'lucy-vton-latest',
        'lucy-restyle-latest',
        'lucy-clip-latest',
        'lucy-image-latest',
      ]) {
        const answer = await resolve(c, { model });
        const id = answer.field('model_id');
        const moved = answer.ok && typeof id === 'string' && id !== model && !id.endsWith('-latest');
        c.check('MOD-06', moved, { title: `${model} resolves to a canonical name.`, got: id, answer });
        if (model === 'lucy-vton-latest') {
          c.check('MOD-61', id === 'lucy-vton-3.6', {
            title: 'lucy-vton-latest is lucy-vton-3.6.',
            expected: 'lucy-vton-3.6',
            got: id,
            answer,
          });
        }
        if (model === 'lucy-latest') {
          c.check('MOD-18', id === 'lucy-2.5', {
            title: 'lucy-latest is lucy-2.5.',
            expected: 'lucy-2.5',
            got: id,
            answer,
          });
        }
      }
    },
  }),
  defineCase({
    id: 'models.resolve/aliases',
    title: 'Old names',
    requires: ['MOD-17'],
    ...readOnly,
    async run(c: CaseContext) {
      const table = {
        'lucy-pro-v2v': 'lucy-clip',
        'lucy-restyle-v2v': 'lucy-restyle-2',
        'lucy-pro-i2i': 'lucy-image-2',
      };
      for (const [model, expected] of Object.entries(table)) {
        const answer = await resolve(c, { model });
        const got = answer.field('model_id');
        c.check('MOD-17', got === expected, { title: `${model} is ${expected}.`, expected, got, answer });
      }
    },
  }),
  defineCase({
    id: 'models.resolve/unknown',
    title: 'An unknown name',
    requires: ['MOD-03', 'MOD-04'],
    ...readOnly,
    async run(c: CaseContext) {
      const answer = await resolve(c, { model: unknownModel });
      c.check('MOD-03', answer.status === 404, { title: 'It answers 404.', expected: 404, answer });
      c.check('MOD-04', answer.text.includes('Unknown model'), { title: 'It says "Unknown model".', answer });
    },
  }),
  defineCase({
    id: 'models.resolve/bad-bodies',
    title: 'Missing fields, and fields of another type',
    requires: ['MOD-15', 'MOD-16'],
    ...readOnly,
    async run(c: CaseContext) {
      const neither = await resolve(c, {});
      c.check('MOD-15', [200, 422].includes(neither.status), {
        title: 'Neither field.',
        expected: '200 or 422',
        answer: neither,
      });
      for (const [body, place] of [
        [{ model: 7 }, 'body.model'],
        [{ models: 'lucy-2.5' }, 'body.models'],
      ] as const) {
        const answer = await resolve(c, body);
        c.check('MOD-16', names(answer, place), { title: `The 422 names ${place}.`, expected: 422, answer });
      }
    },
  }),
  defineCase({
    id: 'models.retired/submit',
    title: 'A retired model',
    requires: ['MOD-08', 'MOD-09'],
    ...readOnly,
    async run(c: CaseContext) {
      const answer = await submit(c, retired, { prompt: 'x', resolution: '720p' });
      c.check('MOD-08', answer.status === 410, { title: 'It answers 410.', expected: 410, answer });
      const expected = { detail: 'This model has been retired.', model: retired };
      const exact = answer.field('detail') === expected.detail && answer.field('model') === expected.model;
      c.check('MOD-09', exact, {
        title: 'The body names the model.',
        expected,
        got: answer.json ?? answer.text,
        answer,
      });
    },
  }),
  defineCase({
    id: 'models.retired/of-may-2026',
    title: 'A model that was retired in May 2026',
    requires: ['MOD-21'],
    ...readOnly,
    async run(c: CaseContext) {
      const answer = await submit(c, 'lucy-motion', { resolution: '720p' });
      const gone = answer.status === 410 || answer.status === 405;
      c.check('MOD-21', gone, { title: 'It takes no submit.', expected: '410 or 405', answer });
    },
  }),
  defineCase({
    id: 'models.unknown/submit',
    title: 'A name without a route',
    requires: ['MOD-10', 'MOD-11', 'MOD-12'],
    ...readOnly,
    async run(c: CaseContext) {
      const answer = await submit(c, unknownModel, { prompt: 'x' });
      c.check('MOD-10', answer.status === 405, { title: 'It answers 405.', expected: 405, answer });
      const hasDetail = is4xx(answer) && typeof answer.field('detail') === 'string';
      c.check('MOD-11', hasDetail, { title: 'The body has a detail.', answer });
      const allow = answer.headers.get('allow');
      c.check('MOD-12', allow?.toUpperCase().includes('GET') === true, {
        title: 'Allow names GET.',
        got: allow,
        answer,
      });
    },
  }),
  defineCase({
    id: 'models.routes/submit',
    title: 'Every submit route of the contract',
    requires: ['MOD-13', 'MOD-14'],
    ...readOnly,
    async run(c: CaseContext) {
      for (const model of submitRoutes) {
        const answer = await submit(c, model, { resolution: '720p' });
        const route = names(answer, 'body.data') || answer.status === 410;
        c.check('MOD-14', route, { title: `${model} is a route.`, expected: '422 or 410', answer });
        if (!canonicalVideo.some((name) => name === model)) continue;
        const served = names(answer, 'body.data');
        c.check('MOD-13', served, { title: `${model} is served.`, expected: 422, answer });
      }
      for (const model of imageRoutes) {
        const answer = await c.http.post(`/v1/generate/${model}`, form({ resolution: '720p' }));
        c.check('MOD-14', names(answer, 'body.data') || answer.status === 410, {
          title: `${model} is a route.`,
          answer,
        });
      }
    },
  }),
];
