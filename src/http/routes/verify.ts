import type { Router } from 'express';
import { ApiError } from '../../contract/errors.js';
import { effect } from '../../world/rules/effects/effect.js';
import { ok } from '../pipeline/answer.js';
import { discard } from '../pipeline/json-body.js';
import { operation, type HttpContext } from '../pipeline/operation.js';

/** Largest body that is read. The API has a limit, but its figure is not published. */
const MAX_VERIFY_BYTES = 200_000_000;

/** `POST /v1/verify`: unconfigured unless a rule gives a verdict (facts: api.md 1.9). */
export function verifyRoute(router: Router, context: HttpContext): void {
  router.post(
    '/v1/verify',
    operation(context, {
      name: 'verify',
      handle: async ({ request, effects }) => {
        await discard(request, MAX_VERIFY_BYTES);
        const given = effect(effects, 'verdict');
        if (!given) throw new ApiError('verify_unconfigured');
        return ok({ verdict: given.verdict, confidence: given.confidence });
      },
    }),
  );
}
