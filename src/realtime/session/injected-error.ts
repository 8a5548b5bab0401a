import { ApiError } from '../../contract/errors.js';
import type { EffectOf } from '../../world/rules/effects/effect.js';

/** The error that a rule, a magic key or a directive injects. */
export const injectedError = ({ code, retryAfterSeconds }: EffectOf<'error'>): ApiError =>
  new ApiError(code, retryAfterSeconds === undefined ? {} : { retryAfterSeconds: String(retryAfterSeconds) });
