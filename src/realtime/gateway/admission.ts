import { ApiError } from '../../contract/errors.js';
import { tickCost } from '../../world/billing/tick-cost.js';
import type { ServedResolution } from '../../world/catalogue/index.js';
import type { Identity, World } from '../../world/world.js';

/** What a client presents for admission, over a socket or HTTP. */
export interface ConnectAttempt {
  readonly identity: Identity;
  readonly model: string;
  /** The browser's Origin header. */
  readonly origin: string | undefined;
  readonly fast: boolean;
}

export interface AdmissionTerms {
  readonly model: ServedResolution;
  readonly creditsPerSecond: number;
  readonly maxSeconds?: number;
}

/**
 * Identifies the key of a realtime URL by its possible readings.
 * @throws ApiError invalid_api_key, expired_api_key
 */
export async function identifyKey(world: World, readings: readonly string[]): Promise<Identity> {
  const familiar = readings.find((key) => world.knows(key));
  const inOrder = familiar === undefined ? readings : [familiar];
  let refused: ApiError | undefined;
  for (const key of inOrder) {
    try {
      return await world.identify(key);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (!refused || error.code !== 'invalid_api_key') refused = error;
    }
  }
  throw refused ?? new ApiError('invalid_api_key');
}

/**
 * Checks everything between a known key and a session except the quota. The order is inferred.
 * @throws ApiError origin_not_allowed, unknown_model, model_retired, model_not_allowed, insufficient_credits
 */
export function admit(world: World, applicant: ConnectAttempt, allowMissingOrigin: boolean): AdmissionTerms {
  const { identity, fast } = applicant;
  const { account, token } = identity;
  checkOrigin(token?.options.allowedOrigins, applicant.origin, allowMissingOrigin);
  const model = servedModel(world, applicant.model, account.catalogueDate());
  const allowed = token?.options.allowedModels;
  // That a token for an alias admits the model it stands for, and the other way round, is inferred.
  if (allowed && !allowed.some((name) => isSame(world, name, model, account.catalogueDate())))
    throw new ApiError('model_not_allowed', { model: model.requested });
  const creditsPerSecond = tickCost(model.served, fast, account.catalogueDate());
  if (!account.organisation.credits.covers(creditsPerSecond, account.clock.now()))
    throw new ApiError('insufficient_credits');
  const maxSeconds = token?.options.maxSessionDuration;
  return { model, creditsPerSecond, ...(maxSeconds !== undefined && { maxSeconds }) };
}

/** Compares origins verbatim. A client without one is not a browser (facts: api.md 2). */
function checkOrigin(
  allowed: readonly string[] | undefined,
  origin: string | undefined,
  allowMissing: boolean,
): void {
  if (!allowed) return;
  if (origin === undefined ? !allowMissing : !allowed.includes(origin))
    throw new ApiError('origin_not_allowed');
}

function servedModel(world: World, name: string, date: number): ServedResolution {
  const found = world.catalogue.resolve(name, 'realtime', date);
  if (found.state === 'unknown') throw new ApiError('unknown_model');
  if (found.state === 'retired') throw new ApiError('model_retired', { model: name });
  return found;
}

function isSame(world: World, name: string, model: ServedResolution, date: number): boolean {
  if (name === model.requested || name === model.model.name) return true;
  const meant = world.catalogue.resolve(name, 'realtime', date);
  return meant.state === 'served' && meant.model.name === model.model.name;
}
