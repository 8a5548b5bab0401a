import { edit, ifOk, json } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, on } from '../when.js';
import { claimsMutant } from './tokens-signature.js';

export const tokenClaimMutants: readonly Mutant[] = [
  claimsMutant('m-TOK-65-no-organisation', 'The token names no organisation.', (claims) => ({
    ...claims,
    organizationId: undefined,
  })),
  claimsMutant('m-TOK-65-key-without-name', 'The name of the key is empty.', (claims) => ({
    ...claims,
    api_key_name: '',
  })),
  claimsMutant('m-TOK-65-retention-in-words', 'zeroDataRetention is text.', (claims) => ({
    ...claims,
    zeroDataRetention: 'false',
  })),
  claimsMutant('m-TOK-66-tier-in-words', 'The tier is a name.', (claims) => ({
    ...claims,
    service_tier: 'pro',
  })),
  claimsMutant('m-TOK-66-tier-4', 'The tier is 4.', (claims) => ({ ...claims, service_tier: 4 })),
  claimsMutant('m-TOK-67-everyone-exempt', 'The token says no limit of sessions.', (claims) => ({
    ...claims,
    realtimeConcurrentSessionLimit: undefined,
  })),
  claimsMutant('m-TOK-67-zero-for-unlimited', 'Without a limit the token says 0.', (claims) => ({
    realtimeConcurrentSessionLimit: 0,
    ...claims,
  })),
  mutant(
    'm-TOK-68-signed-early',
    'A mint answer always has a signed token.',
    at(on.mint, edit(ifOk(json((body) => ({ token: 'eyJhbGciOiJFZERTQSJ9.e30.AA', ...body }))))),
  ),
];
