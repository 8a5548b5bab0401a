import { ApiError } from '../../contract/errors.js';
import type { Catalogue, ServedResolution } from '../catalogue/index.js';
import type { ClientToken } from '../tokens/tokens.js';
import type { Account } from './account.js';

/** Who calls a model: an account, by its key or by a client token. */
interface ModelCaller {
  readonly account: Account;
  readonly token?: ClientToken | undefined;
}

/**
 * Holds a caller to the models that its client token, and the organisation of its account, may use, on every surface. A name
 * in either list permits the model that it means on the account's catalogue date on the surface of the call, so a list with
 * an alias permits the canonical model and the other way round. That aliases resolve is inferred.
 * @throws ApiError model_not_allowed for the token, model_not_permitted for the account
 */
export function checkModelPermission(
  { account, token }: ModelCaller,
  called: ServedResolution,
  catalogue: Catalogue,
): void {
  const date = account.catalogueDate();
  const permits = (names: readonly string[] | null | undefined): boolean =>
    !names || names.some((name) => isSameModel(name, called, catalogue, date));
  if (!permits(token?.options.allowedModels))
    throw new ApiError('model_not_allowed', { model: called.requested });
  if (!permits(account.organisation.permissions.allowedModels)) throw new ApiError('model_not_permitted');
}

function isSameModel(name: string, called: ServedResolution, catalogue: Catalogue, date: number): boolean {
  if (name === called.requested || name === called.model.name) return true;
  const meant = catalogue.resolve(name, called.surface, date);
  return meant.state === 'served' && meant.model.name === called.model.name;
}
