import type { Router } from 'express';
import { ok } from '../pipeline/answer.js';
import { operation, type HttpContext } from '../pipeline/operation.js';

/** `GET /v1/realtime/quota`: the concurrency quota of the caller's organisation. */
export function quotaRoute(router: Router, context: HttpContext): void {
  router.get(
    '/v1/realtime/quota',
    operation(context, {
      name: 'quota.get',
      handle: ({ account }) => ok(account.organisation.quota.view()),
    }),
  );
}
