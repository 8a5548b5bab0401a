import { Router } from 'express';
import type { ControlOptions } from './serve.js';

/**
 * The control API, on the API's own port under `/_mock`. Its requests are no business of rules or journals. Loaded
 * when first asked: most runs never do.
 */
export function controlRouter(options: ControlOptions): Router {
  const router = Router();
  let face: Promise<Router> | undefined;
  router.use('/_mock', async (request, response, next) => {
    face ??= import('./serve.js').then(({ controlApp }) => controlApp(options));
    (await face)(request, response, next);
  });
  return router;
}
