import type { Mutant } from '../mutant.js';
import { tokenClaimMutants } from './tokens-claims.js';
import { tokenMintMutants } from './tokens-mint.js';
import { tokenScopeMutants } from './tokens-scopes.js';
import { tokenSignatureMutants } from './tokens-signature.js';
import { tokenKeyMutants } from './tokens-keys.js';

export const tokenMutants: readonly Mutant[] = [
  ...tokenMintMutants,
  ...tokenScopeMutants,
  ...tokenSignatureMutants,
  ...tokenClaimMutants,
  ...tokenKeyMutants,
];
