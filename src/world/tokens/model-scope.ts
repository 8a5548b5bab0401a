import { ApiError } from '../../contract/errors.js';
import type { Catalogue, ServedResolution } from '../catalogue/index.js';
import type { ClientToken } from './tokens.js';

/**
 * Holds a client token to its `allowedModels`, on every surface. A name in the list permits the model that it means at
 * `date` (epoch ms) on the surface of the call, so a token for an alias permits the canonical model and the other way
 * round. That aliases resolve is inferred.
 * @throws ApiError model_not_allowed
 */
export function checkModelScope(
  token: ClientToken | undefined,
  called: ServedResolution,
  catalogue: Catalogue,
  date: number,
): void {
  const allowed = token?.options.allowedModels;
  if (!allowed || allowed.some((name) => isSameModel(name, called, catalogue, date))) return;
  throw new ApiError('model_not_allowed', { model: called.requested });
}

function isSameModel(name: string, called: ServedResolution, catalogue: Catalogue, date: number): boolean {
  if (name === called.requested || name === called.model.name) return true;
  const meant = catalogue.resolve(name, called.surface, date);
  return meant.state === 'served' && meant.model.name === called.model.name;
}
