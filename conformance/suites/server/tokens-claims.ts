import { decodeJwt, type JWTPayload } from 'jose';
import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { CaseAbort } from '../../engine/case-abort.js';
import { mint } from './steps.js';
import { live } from './tokens-steps.js';

/** The claims of a fresh token. */
async function claims(c: CaseContext): Promise<JWTPayload> {
  const answer = await mint(c);
  c.precondition(answer.ok, `the mint answered ${answer.toString()}.`);
  const token = answer.field('token') ?? null;
  if (token === null) throw new CaseAbort('not-supported', 'The service signs no tokens.');
  try {
    return decodeJwt(typeof token === 'string' ? token : '');
  } catch (fault) {
    throw new CaseAbort('not-exercised', `Not testable: token is no JWT: ${String(fault)}`);
  }
}

export const tokenClaimCases = [
  defineCase({
    id: 'tokens.claims/account',
    title: 'What a token says of its account',
    requires: ['TOK-65', 'TOK-66'],
    ...live,
    async run(c: CaseContext) {
      const { organizationId, api_key_name: name, zeroDataRetention, service_tier: tier } = await claims(c);
      const named = [organizationId, name].every((each) => typeof each === 'string' && each !== '');
      c.check('TOK-65', named && typeof zeroDataRetention === 'boolean', {
        title: 'organizationId and api_key_name are text, zeroDataRetention is true or false.',
        got: { organizationId: typeof organizationId, api_key_name: typeof name, zeroDataRetention },
      });
      const valid =
        tier === undefined || ['0', '1', '2', '3'].includes(JSON.stringify(tier).replaceAll('"', ''));
      c.check('TOK-66', valid, { title: 'service_tier is 0 to 3.', got: tier });
    },
  }),
  defineCase({
    id: 'tokens.claims/session-limit',
    title: 'The limit of sessions that a token says',
    requires: ['TOK-67'],
    effects: 'creates-ephemeral',
    cost: { tokens: 2 },
    async run(c: CaseContext) {
      const { control } = c.target;
      for (const sessions of control ? [3, null] : [undefined]) {
        if (sessions !== undefined) await control?.setQuota(c.key, sessions);
        const quota = await c.http.get('/v1/realtime/quota');
        c.precondition(quota.ok, `the quota answered ${quota.toString()}.`);
        const { realtimeConcurrentSessionLimit: got = null } = await claims(c);
        const expected = quota.field('limit') ?? null;
        c.check('TOK-67', got === expected, {
          title: `It is the limit of the quota${sessions === null ? ', which has none' : ''}.`,
          expected,
          got,
        });
      }
    },
  }),
  defineCase({
    id: 'tokens.claims/not-yet',
    title: 'The mint answer of the day before tokens were signed',
    requires: ['TOK-68'],
    needs: ['date'],
    ...live,
    date: '2026-06-22',
    async run(c: CaseContext) {
      const answer = await mint(c);
      c.precondition(answer.ok, `the mint answered ${answer.toString()}.`);
      c.check('TOK-68', (answer.field('token') ?? null) === null, { title: 'It has no token.', answer });
    },
  }),
];
