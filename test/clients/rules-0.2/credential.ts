import type { ClientClock } from './clock.js';
import { LocalError } from './errors.js';
import { EXPIRY_TOLERANCE_MS } from './numbers.js';

/** Where the key of a dial comes from; the provider counts when both are there. */
export interface CredentialSource {
  readonly apiKey?: string;
  readonly apiKeyProvider?: () => string | Promise<string>;
}

/**
 * The key of the next dial. The provider is asked each time.
 * @throws LocalError INVALID_API_KEY, TOKEN_EXPIRED, or what the provider throws
 */
export async function nextCredential(source: CredentialSource, clock: ClientClock): Promise<string> {
  const key: unknown = source.apiKeyProvider ? await source.apiKeyProvider() : source.apiKey;
  if (typeof key !== 'string' || key === '') {
    const got = key === '' ? 'an empty string' : typeof key;
    throw new LocalError('INVALID_API_KEY', `A dial needs a non-empty API key; the client has ${got}.`);
  }
  const late = clock.now() - (expiryOf(key) ?? Infinity);
  if (late > EXPIRY_TOLERANCE_MS) {
    const expiresAt = new Date(clock.now() - late).toISOString();
    const seconds = Math.floor(late / 1000);
    throw new LocalError('TOKEN_EXPIRED', `Client token expired ${seconds} s ago (exp ${expiresAt})`, {
      claim: 'exp',
      expiresAt,
      expiredSecondsAgo: seconds,
    });
  }
  return key;
}

/** `exp` of a JWT with `sub` and `exp`, in ms; undefined for opaque keys and for what does not decode. */
export function expiryOf(key: string): number | undefined {
  const [head, payload, signature, ...more] = key.split('.');
  if (!head?.startsWith('eyJ') || payload === undefined || signature === undefined || more.length > 0)
    return undefined;
  try {
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const { exp, sub } = JSON.parse(text) as { exp?: unknown; sub?: unknown };
    return typeof exp === 'number' && typeof sub === 'string' ? exp * 1000 : undefined;
  } catch {
    return undefined;
  }
}
