import { ApiError } from '../../contract/errors.js';
import { isAllowedOrigin } from '../../contract/origin.js';
import { tickCost } from '../../world/billing/tick-cost.js';
import { checkModelPermission } from '../../world/accounts/model-permission.js';
import { reportUnserved } from '../../world/accounts/report-unserved.js';
import { whyNotServed, type ServedResolution, type Surface } from '../../world/catalogue/index.js';
import type { Account } from '../../world/accounts/account.js';
import type { Identity, World } from '../../world/world.js';
import type { DurationCap } from '../session/types.js';

/** What a client presents for admission, over a socket or HTTP. */
export interface ConnectAttempt {
  readonly identity: Identity;
  readonly model: string;
  readonly surface: Extract<Surface, 'realtime' | 'lipsync'>;
  /** Path of the request, for warnings. */
  readonly path: string;
  /** The browser's Origin header. */
  readonly origin: string | undefined;
  readonly fast: boolean;
}

/** On what terms a session runs. */
export interface AdmissionTerms {
  readonly model: ServedResolution;
  readonly creditsPerSecond: number;
  readonly cap?: DurationCap;
}

/**
 * Identifies the credential of a realtime URL by its possible readings: by the one that is a known key, else by the most
 * likely one. Its refusal stands: another reading of a refused credential would be a new key.
 * @throws ApiError invalid_api_key, expired_api_key
 */
export async function identifyKey(world: World, readings: readonly string[]): Promise<Identity> {
  const credential = readings.find((key) => world.knows(key)) ?? readings[0];
  if (credential === undefined) throw new ApiError('invalid_api_key');
  return world.identify(credential);
}

/**
 * Checks everything between a known key and a session except the quota. The order is inferred.
 * @throws ApiError origin_not_allowed, unknown_model, model_retired, model_not_allowed, model_not_permitted, insufficient_credits
 */
export function admit(world: World, attempt: ConnectAttempt, allowMissingOrigin: boolean): AdmissionTerms {
  const { identity, origin, fast } = attempt;
  const { account, token } = identity;
  if (!isAllowedOrigin(origin, token?.options.allowedOrigins, allowMissingOrigin))
    throw new ApiError('origin_not_allowed');
  const date = account.catalogueDate();
  const model = servedModel(world, attempt, date);
  checkModelPermission(identity, model, world.catalogue);
  const creditsPerSecond = tickCost(model.served, fast, date);
  if (!account.organisation.credits.covers(creditsPerSecond, account.clock.now()))
    throw new ApiError('insufficient_credits');
  const cap = durationCap(identity);
  return { model, creditsPerSecond, ...(cap && { cap }) };
}

/**
 * Takes a slot of the concurrency quota. A session under a capped token takes none: a slot is never held by a client
 * that stays after its time (facts: api-2026-11-30.md 1.1); how the service does that is inferred.
 * @returns a function that undoes this. @throws ApiError concurrency_limit
 */
export function takeSlot(
  account: Account,
  sessionId: string,
  { cap }: Pick<AdmissionTerms, 'cap'>,
): () => void {
  if (cap?.reached) return () => undefined;
  const release = account.acquireSlot(sessionId);
  if (!release) throw new ApiError('concurrency_limit');
  return release;
}

function durationCap({ account, token }: Identity): DurationCap | undefined {
  const seconds = token?.options.maxSessionDuration;
  if (!token || seconds === undefined) return undefined;
  const reach = (): Promise<void> => account.tokens.cap(token.apiKey);
  return { seconds, reached: token.cappedAt !== undefined, reach };
}

function servedModel(
  { catalogue }: World,
  { identity, model: name, surface, path }: ConnectAttempt,
  date: number,
): ServedResolution {
  const found = catalogue.resolve(name, surface, date);
  if (found.state === 'unknown') {
    const note = whyNotServed(catalogue, found, surface, date);
    const error = new ApiError('unknown_model', {}, [], note);
    const named = { route: path, outcome: error.code };
    reportUnserved(identity.account, catalogue, found, surface, date, named);
    throw error;
  }
  if (found.state === 'retired') {
    const note = whyNotServed(catalogue, found, surface, date);
    throw new ApiError('model_retired', { model: name }, [], note);
  }
  return found;
}
