import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { is4xx, mint } from './steps.js';
import { live } from './tokens-steps.js';

export const tokenKeyCases = [
  defineCase({
    id: 'tokens.mint/by-client-token',
    title: 'A client token cannot mint, but can be used',
    requires: ['TOK-22', 'TOK-29'],
    effects: 'creates-ephemeral',
    cost: { tokens: 1 },
    async run(c: CaseContext) {
      const first = await mint(c);
      const key = first.field('apiKey');
      c.precondition(first.ok && typeof key === 'string', `the mint answered ${first.toString()}.`);
      const quota = await c.http.get('/v1/realtime/quota', { key });
      c.check('TOK-29', quota.ok, { title: 'The token reads the quota.', answer: quota });
      const second = await mint(c, undefined, key);
      c.negative('TOK-22', {
        title: 'A token cannot mint a token.',
        reached: true,
        refused: !second.ok,
        because: second.status === 403,
        reason: 'a client token may not mint (403)',
        answer: second,
      });
    },
  }),
  defineCase({
    id: 'tokens.key/unknown',
    title: 'An unknown key',
    requires: ['TOK-23', 'TOK-24'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await mint(c, {}, 'ek_thisKeyWasNeverMintedByAnybody');
      c.check('TOK-23', answer.status === 401, {
        title: 'An unknown key answers 401.',
        expected: 401,
        answer,
      });
      const expected = { error: 'Invalid or expired API key' };
      const exact = answer.field('error') === expected.error;
      c.check('TOK-24', exact, {
        title: 'The text of the 401 is as documented.',
        expected,
        got: answer.json ?? answer.text,
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.key/missing',
    title: 'No key at all',
    requires: ['TOK-25', 'ERR-02', 'ERR-03'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await mint(c, {}, null);
      c.check('TOK-25', answer.status === 422, {
        title: 'A missing header is a validation error.',
        expected: 422,
        answer,
      });
      const detail = answer.field('detail');
      const shaped =
        Array.isArray(detail) &&
        detail.length > 0 &&
        detail.every((each: unknown) => {
          const { loc, msg, type } = (each ?? {}) as Record<string, unknown>;
          return Array.isArray(loc) && typeof msg === 'string' && typeof type === 'string';
        });
      c.check('ERR-02', shaped, { title: 'detail lists loc, msg and type.', answer });
      const [fault] = shaped ? (detail as { loc: unknown[]; type: string }[]) : [];
      const located = fault?.type === 'missing' && JSON.stringify(fault.loc) === '["header","x-api-key"]';
      c.check('ERR-03', located, {
        title: 'The place is ["header","x-api-key"], the type missing.',
        got: fault,
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.key/spelling',
    title: 'The spelling of the key header',
    requires: ['TOK-27'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      for (const name of ['X-API-KEY', 'x-api-key', 'X-Api-Key']) {
        const answer = await c.http.get('/v1/realtime/quota', { key: null, headers: { [name]: c.key } });
        c.check('TOK-27', answer.ok, { title: `${name} is understood.`, answer });
      }
    },
  }),
  defineCase({
    id: 'tokens.method/get',
    title: 'Tokens cannot be listed',
    requires: ['TOK-26'],
    tags: ['read-only'],
    async run(c: CaseContext) {
      const answer = await c.http.get('/v1/client/tokens');
      c.check('TOK-26', answer.status === 405, { title: 'GET answers 405.', expected: 405, answer });
    },
  }),
  defineCase({
    id: 'tokens.body/not-json',
    title: 'A body that is not JSON',
    requires: ['TOK-32', 'ERR-11'],
    ...live,
    async run(c: CaseContext) {
      const valid = await mint(c, {});
      const answer = await c.http.post('/v1/client/tokens', {
        bytes: '{"expiresIn": 60',
        type: 'application/json',
      });
      const negative = {
        reached: valid.ok,
        refused: is4xx(answer),
        answer,
        reason: 'the body does not parse',
      };
      c.negative('ERR-11', { ...negative, title: 'Broken JSON gets a 4xx.', because: answer.status !== 401 });
      c.check('TOK-32', answer.status === 422, { title: 'Broken JSON gets 422.', expected: 422, answer });
    },
  }),
  defineCase({
    id: 'tokens.expiry/refused-after',
    title: 'An expired token',
    requires: ['TOK-28'],
    effects: 'creates-ephemeral',
    cost: { tokens: 1 },
    async run(c: CaseContext) {
      const minted = await mint(c, { expiresIn: 2 });
      const key = minted.field('apiKey');
      c.precondition(minted.ok && typeof key === 'string', `the mint answered ${minted.toString()}.`);
      const before = await c.http.get('/v1/realtime/quota', { key });
      await c.wait(4000);
      const after = await c.http.get('/v1/realtime/quota', { key });
      c.negative('TOK-28', {
        title: 'The token works before it expires and not after.',
        reached: before.ok,
        refused: !after.ok,
        because: after.status === 401,
        reason: 'the key has expired (401)',
        answer: after,
      });
    },
  }),
];
