import type { Case } from '../../engine/define-case.js';
import { tokenClaimCases } from './tokens-claims.js';
import { tokenMintCases } from './tokens-mint.js';
import { tokenScopeCases } from './tokens-scopes.js';
import { tokenSignatureCases } from './tokens-signature.js';
import { tokenKeyCases } from './tokens-keys.js';

export const tokenCases: readonly Case[] = [
  ...tokenMintCases,
  ...tokenScopeCases,
  ...tokenSignatureCases,
  ...tokenClaimCases,
  ...tokenKeyCases,
];
