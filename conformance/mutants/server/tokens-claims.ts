import { edit, ifOk, json } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, on } from '../when.js';
import { claiming } from './tokens-signature.js';

export const tokenClaimMutants: readonly Mutant[] = [
  mutant(
    'm-TOK-65-no-organisation',
    'The token names no organisation.',
    claiming((claims) => ({ ...claims, organizationId: undefined })),
  ),
  mutant(
    'm-TOK-65-key-without-name',
    'The name of the key is empty.',
    claiming((claims) => ({ ...claims, api_key_name: '' })),
  ),
  mutant(
    'm-TOK-65-retention-in-words',
    'zeroDataRetention is text.',
    claiming((claims) => ({ ...claims, zeroDataRetention: 'false' })),
  ),
  mutant(
    'm-TOK-66-tier-in-words',
    'The tier is a name.',
    claiming((claims) => ({ ...claims, service_tier: 'pro' })),
  ),
  mutant(
    'm-TOK-66-tier-4',
    'The tier is 4.',
    claiming((claims) => ({ ...claims, service_tier: 4 })),
  ),
  mutant(
    'm-TOK-67-everyone-exempt',
    'The token says no limit of sessions.',
    claiming((claims) => ({ ...claims, realtimeConcurrentSessionLimit: undefined })),
  ),
  mutant(
    'm-TOK-67-zero-for-unlimited',
    'Without a limit the token says 0.',
    claiming((claims) => ({ realtimeConcurrentSessionLimit: 0, ...claims })),
  ),
  mutant(
    'm-TOK-68-signed-early',
    'A mint answer always has a signed token.',
    at(on.mint, edit(ifOk(json((body) => ({ token: 'eyJhbGciOiJFZERTQSJ9.e30.AA', ...body }))))),
  ),
];
