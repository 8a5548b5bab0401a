import type { Router } from 'express';
import { empty } from '../pipeline/answer.js';
import { operation, type HttpContext } from '../pipeline/operation.js';

/** Where SDKs report to. The real route answers 204 even to what it rejects (facts: sdk-python-android-ios.md 3.8). */
export function telemetryRoutes(router: Router, context: HttpContext): void {
  for (const path of ['/v1/telemetry', '/api/v1/telemetry']) {
    router.post(
      path,
      operation(context, {
        name: 'telemetry',
        body: 'json',
        accountWithoutKey: () => context.world.anonymous(),
        handle: () => empty(),
      }),
    );
  }
}
