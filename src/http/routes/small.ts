import type { Router } from 'express';
import { ApiError } from '../../contract/errors.js';
import { effect } from '../../world/rules/effects/effect.js';
import { empty, ok } from '../pipeline/answer.js';
import { discard } from '../pipeline/json-body.js';
import { operation, type HttpContext } from '../pipeline/operation.js';

/** Largest body `POST /v1/verify` reads; the API caps it, at a figure nobody published. */
const MAX_VERIFY_BYTES = 200_000_000;

/** Operations of a few lines each: quota, JWKS, verify, telemetry. */
export function smallRoutes(router: Router, face: HttpContext): void {
  const anonymous = (): ReturnType<typeof face.world.anonymous> => face.world.anonymous();

  router.get(
    '/v1/realtime/quota',
    operation(face, { name: 'quota.get', handle: ({ account }) => ok(account.organisation.quota.view()) }),
  );

  // The platform host serves its keys under the second path (Python SDK 0.2.4); the first is the customary one.
  for (const path of ['/.well-known/jwks.json', '/api/auth/jwks']) {
    router.get(
      path,
      operation(face, {
        name: 'jwks',
        accountWithoutKey: anonymous,
        handle: () => ok(face.world.signer.jwks()),
      }),
    );
  }

  // Unconfigured unless a rule gives a verdict (facts: api.md 1.9).
  router.post(
    '/v1/verify',
    operation(face, {
      name: 'verify',
      handle: async ({ request, effects }) => {
        await discard(request, MAX_VERIFY_BYTES);
        const given = effect(effects, 'verdict');
        if (!given) throw new ApiError('verify_unconfigured');
        return ok({ verdict: given.verdict, confidence: given.confidence });
      },
    }),
  );

  // The real route answers 204 even to what it rejects (facts: sdk-python-android-ios.md 3.8).
  for (const path of ['/v1/telemetry', '/api/v1/telemetry']) {
    router.post(
      path,
      operation(face, {
        name: 'telemetry',
        body: 'json',
        accountWithoutKey: anonymous,
        handle: () => empty(),
      }),
    );
  }
}
