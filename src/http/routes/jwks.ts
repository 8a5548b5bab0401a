import type { Router } from 'express';
import { ok } from '../pipeline/answer.js';
import { operation, type HttpContext } from '../pipeline/operation.js';

/** The customary path, and the one of the platform host (Python SDK 0.2.4). */
const PATHS = ['/.well-known/jwks.json', '/api/auth/jwks'];

/** The public key that verifies client tokens. */
export function jwksRoutes(router: Router, context: HttpContext): void {
  for (const path of PATHS) {
    router.get(
      path,
      operation(context, {
        name: 'jwks',
        accountWithoutKey: () => context.world.anonymous(),
        handle: () => ok(context.world.signer.jwks()),
      }),
    );
  }
}
