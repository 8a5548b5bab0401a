import { isDeepStrictEqual } from 'node:util';
import { createLocalJWKSet, compactVerify, decodeJwt, decodeProtectedHeader, type JWTPayload } from 'jose';
import type { CaseContext } from '../../engine/context.js';
import { defineCase } from '../../engine/define-case.js';
import { CaseAbort } from '../../engine/case-abort.js';
import { instant, mint } from './steps.js';
import { live } from './tokens-steps.js';

/** The host that issues tokens; a mock server is every host in one. */
const platform = 'https://platform.decart.ai';
const keySet = '/api/auth/jwks';

export const tokenSignatureCases = [
  defineCase({
    id: 'tokens.mint/jwt',
    title: 'The signed token beside the key',
    requires: ['TOK-21'],
    ...live,
    async run(c: CaseContext) {
      const answer = await mint(c);
      c.precondition(answer.ok, `the mint answered ${answer.toString()}.`);
      const token = answer.field('token') ?? null;
      const header = typeof token === 'string' ? read(() => decodeProtectedHeader(token)) : undefined;
      const signed = typeof token === 'string' && token.split('.').length === 3 && header?.alg === 'EdDSA';
      c.check('TOK-21', token === null || signed, {
        title: 'token is an EdDSA JWT, or absent.',
        got: header,
        answer,
      });
    },
  }),
  defineCase({
    id: 'tokens.jwt/verifies',
    title: 'A backend verifies a token offline',
    requires: ['TOK-60', 'TOK-62', 'TOK-63', 'TOK-64'],
    effects: 'creates-ephemeral',
    cost: { tokens: 1 },
    async run(c: CaseContext) {
      const models = ['lucy-2.5', 'lucy-latest'];
      const origins = ['https://app.example.com'];
      const constraints = { realtime: { maxSessionDuration: 90 } };
      const answer = await mint(c, {
        expiresIn: 600,
        allowedModels: models,
        allowedOrigins: origins,
        constraints,
      });
      c.precondition(answer.ok, `the mint answered ${answer.toString()}.`);
      const token = answer.field('token') ?? null;
      if (token === null) throw new CaseAbort('not-supported', 'The service signs no tokens.');
      c.precondition(typeof token === 'string', 'token is not a string.');

      const served = await c.http.get(`${c.target.loopback ? '' : platform}${keySet}`, { key: null });
      const fault = await unverified(token, served.json);
      c.check('TOK-60', served.status === 200 && fault === undefined, {
        title: 'The signature verifies with the published keys.',
        got: fault ?? served.toString(),
        answer: served,
      });

      const claims = read(() => decodeJwt(token)) ?? {};
      const issued = claims.iss === platform && [claims.aud].flat().includes(platform);
      const whose = typeof claims.sub === 'string' && claims.sub !== '' && typeof claims.exp === 'number';
      c.check('TOK-62', issued && whose, {
        title: 'exp, sub, iss and aud are present, and iss and aud are the platform.',
        got: shown(claims),
        answer,
      });
      const limits = { models, origins, constraints };
      const carried = {
        models: claims['models'],
        origins: claims['origins'],
        constraints: claims['constraints'],
      };
      c.check('TOK-63', isDeepStrictEqual(carried, limits), {
        title: 'The limits of the token are signed.',
        expected: limits,
        got: carried,
        answer,
      });
      const apart = Math.abs((claims.exp ?? NaN) - instant(answer.field('expiresAt')) / 1000);
      c.check('TOK-64', apart <= 2, {
        title: 'exp is expiresAt.',
        expected: answer.field('expiresAt'),
        got: claims.exp,
        answer,
      });
    },
  }),
];

/** Why a token does not verify with a key set, or undefined. Without its expiry: time may be virtual. */
async function unverified(token: string, keys: unknown): Promise<string | undefined> {
  try {
    await compactVerify(token, createLocalJWKSet(keys as Parameters<typeof createLocalJWKSet>[0]), {
      algorithms: ['EdDSA'],
    });
    return undefined;
  } catch (fault) {
    return String(fault);
  }
}

/** Claims with their values, without those that identify a person. */
const shown = ({ iss, aud, exp, ...others }: JWTPayload) => ({ iss, aud, exp, others: Object.keys(others) });

function read<T>(decode: () => T): T | undefined {
  try {
    return decode();
  } catch {
    return undefined;
  }
}
