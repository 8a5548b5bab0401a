import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { submitRoutes } from './catalogue.js';
import { is4xx, mint, names } from './steps.js';
import { live } from './tokens-steps.js';

export const tokenScopeCases = [
  defineCase({
    id: 'tokens.mint/models',
    title: 'allowedModels',
    requires: ['TOK-09', 'TOK-10', 'TOK-33'],
    effects: 'creates-ephemeral',
    cost: { tokens: 2 },
    async run(c: CaseContext) {
      const allowedModels = ['lucy-2.5', 'lucy-latest'];
      const scoped = await mint(c, { allowedModels });
      c.check('TOK-33', scoped.ok, { title: '-latest names are accepted.', answer: scoped });
      c.precondition(scoped.ok, `the mint answered ${scoped.toString()}.`);
      const models = (scoped.field('permissions') as { models?: unknown } | null)?.models;
      const same = JSON.stringify(models) === JSON.stringify(allowedModels);
      c.check('TOK-09', same, {
        title: 'permissions.models is the list as sent.',
        expected: allowedModels,
        got: models,
        answer: scoped,
      });
      const twenty = await mint(c, { allowedModels: submitRoutes.slice(0, 20) });
      const more = await mint(c, { allowedModels: submitRoutes.slice(0, 21) });
      c.negative('TOK-10', {
        title: 'Twenty models are accepted, twenty-one are not.',
        reached: twenty.ok,
        refused: is4xx(more),
        because: more.status !== 401 && more.status !== 403,
        reason: 'the list is too long',
        answer: more,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/origins',
    title: 'allowedOrigins',
    requires: ['TOK-11', 'TOK-12', 'TOK-13'],
    effects: 'creates-ephemeral',
    cost: { tokens: 2 },
    async run(c: CaseContext) {
      const allowedOrigins = ['https://app.example.com', 'http://localhost:3000'];
      const scoped = await mint(c, { allowedOrigins });
      c.precondition(scoped.ok, `the mint answered ${scoped.toString()}.`);
      const origins = (scoped.field('permissions') as { origins?: unknown } | null)?.origins;
      const same = JSON.stringify(origins) === JSON.stringify(allowedOrigins);
      c.check('TOK-11', same, {
        title: 'permissions.origins is the list as sent.',
        expected: allowedOrigins,
        got: origins,
        answer: scoped,
      });
      const many = (n: number) => Array.from({ length: n }, (_, index) => `https://app${index}.example.com`);
      const twenty = await mint(c, { allowedOrigins: many(20) });
      const more = await mint(c, { allowedOrigins: many(21) });
      c.negative('TOK-12', {
        title: 'Twenty origins are accepted, twenty-one are not.',
        reached: twenty.ok,
        refused: is4xx(more),
        because: more.status !== 401 && more.status !== 403,
        reason: 'the list is too long',
        answer: more,
      });
      const long = await mint(c, { allowedOrigins: [`https://${'a'.repeat(250)}.com`] });
      c.negative('TOK-13', {
        title: 'An origin of more than 253 characters is not accepted.',
        reached: scoped.ok,
        refused: is4xx(long),
        because: long.status !== 401 && long.status !== 403,
        reason: 'the origin is too long',
        answer: long,
      });
    },
  }),
  defineCase({
    id: 'tokens.mint/origin-form',
    title: 'Origins that are not canonical',
    requires: ['TOK-14', 'TOK-15'],
    ...live,
    async run(c: CaseContext) {
      const valid = await mint(c, { allowedOrigins: ['https://app.example.com:8443'] });
      const crooked = [
        'https://app.example.com/',
        'https://app.example.com/path',
        'https://APP.example.com',
        'https://app.example.com:443',
        'https://user@app.example.com',
        'https://app.example.com?x=1',
      ];
      const refuse = async (id: string, origin: string) => {
        const answer = await mint(c, { allowedOrigins: [origin] });
        c.negative(id, {
          title: `The origin ${origin} is refused.`,
          reached: valid.ok,
          refused: answer.status === 422,
          because:
            names(answer, 'body.allowedOrigins') ||
            JSON.stringify(answer.json ?? '')
              .toLowerCase()
              .includes('origin'),
          reason: 'the origin is named',
          answer,
        });
      };
      for (const origin of crooked) await refuse('TOK-14', origin);
      for (const origin of ['capacitor://localhost', 'null', '*']) await refuse('TOK-15', origin);
    },
  }),
  defineCase({
    id: 'tokens.mint/session-duration',
    title: 'constraints.realtime.maxSessionDuration',
    requires: ['TOK-16', 'TOK-17'],
    ...live,
    async run(c: CaseContext) {
      const constraints = { realtime: { maxSessionDuration: 10 } };
      const answer = await mint(c, { constraints });
      const got = answer.field('constraints') as { realtime?: { maxSessionDuration?: unknown } } | null;
      const echoed = answer.ok && got?.realtime?.maxSessionDuration === 10;
      c.check('TOK-16', echoed, {
        title: 'Ten seconds are accepted and repeated.',
        expected: constraints,
        answer,
      });
      const short = await mint(c, { constraints: { realtime: { maxSessionDuration: 9 } } });
      c.negative('TOK-17', {
        title: 'Nine seconds are refused.',
        reached: answer.ok,
        refused: is4xx(short),
        because: short.status !== 401 && short.status !== 403,
        reason: 'the duration is too short',
        answer: short,
      });
    },
  }),
];
