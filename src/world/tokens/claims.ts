import type { JWTPayload } from 'jose';
import type { ClientToken } from './tokens.js';

/** Issuer and audience of every token (facts: sdk-javascript-0.2.md 6). */
const PLATFORM = 'https://platform.decart.ai';

/** The key that mints a token, and its organisation at that time. */
export interface TokenIssuer {
  /** `Account.tag` of the key. */
  readonly tag: string;
  readonly keyName: string;
  readonly organisationId: string;
  readonly serviceTier: number;
  readonly zeroDataRetention: boolean;
  /** Concurrent realtime sessions of the organisation; null for unlimited. */
  readonly maxConcurrentSessions: number | null;
}

/**
 * The claims of a client token's JWT: those that the SDKs read (facts: api-2026-11-30.md 13). Inferred are the forms of the
 * ids, `iat`, and that `service_tier` and `attribution` of the metadata are claims of the token.
 */
export function claimsOf(token: Omit<ClientToken, 'jwt'>, issuer: TokenIssuer): JWTPayload {
  const { apiKey, createdAt, expiresAt, options } = token;
  const { allowedModels, allowedOrigins, maxSessionDuration, metadata = {} } = options;
  const { service_tier: ownTier, attribution } = metadata;
  return {
    jti: apiKey,
    iss: PLATFORM,
    aud: PLATFORM,
    sub: `user_${issuer.organisationId.replace(/^org-/, '')}`,
    organizationId: issuer.organisationId,
    parent_api_key_id: `key_${issuer.tag}`,
    api_key_name: issuer.keyName,
    iat: Math.floor(createdAt / 1_000),
    exp: Math.ceil(expiresAt / 1_000),
    service_tier: isTier(ownTier) ? ownTier : issuer.serviceTier,
    zeroDataRetention: issuer.zeroDataRetention,
    // Absent for an organisation without a limit (facts: sdk-javascript-0.2.md 6).
    ...(issuer.maxConcurrentSessions !== null && {
      realtimeConcurrentSessionLimit: issuer.maxConcurrentSessions,
    }),
    ...(attribution !== undefined && { attribution }),
    ...(allowedModels && { models: [...allowedModels] }),
    ...(allowedOrigins && { origins: [...allowedOrigins] }),
    ...(maxSessionDuration !== undefined && { constraints: { realtime: { maxSessionDuration } } }),
  };
}

const isTier = (value: unknown): value is number => [0, 1, 2, 3].includes(value as number);
