import { Router } from 'express';
import type { ControlOptions } from './serve.js';

/**
 * The control API, on the port of the API, under `/_mock`. Rules and journals ignore its requests. Loaded on first
 * use: most runs never need it.
 */
export function controlRouter(options: ControlOptions): Router {
  const router = Router();
  let app: Promise<Router> | undefined;
  router.use('/_mock', async (request, response, next) => {
    app ??= import('./serve.js').then(({ controlApp }) => controlApp(options));
    (await app)(request, response, next);
  });
  return router;
}
