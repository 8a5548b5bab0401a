import type { Router } from 'express';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { ApiError } from '../contract/errors.js';
import type { World } from '../world/world.js';
import { errorAnswer } from './pipeline/answer.js';
import { cors } from './connection/cors.js';
import { formReader } from './pipeline/form.js';
import type { LazyRenderer } from './lazy-renderer.js';
import type { HttpContext } from './pipeline/context.js';
import { notServed } from './routes/not-served.js';
import { fileRoutes } from './routes/files.js';
import { jobRoutes } from './routes/jobs.js';
import { modelRoutes } from './routes/models.js';
import { processRoutes } from './routes/process.js';
import { quotaRoute } from './routes/quota.js';
import { jwksRoutes } from './routes/jwks.js';
import { telemetryRoutes } from './routes/telemetry.js';
import { verifyRoute } from './routes/verify.js';
import { ticketRoutes } from './routes/tickets.js';
import { tokenRoutes } from './routes/tokens.js';
import { sendPlain } from './pipeline/send.js';
import type { UploadStore } from './uploads/upload-store.js';

export interface HttpAppOptions {
  readonly world: World;
  readonly blobs: UploadStore;
  readonly media: LazyRenderer;
  /** Value of `access-control-allow-origin`; null answers no preflight. */
  readonly cors: string | null;
  readonly admitsOrigin: HttpContext['admitsOrigin'];
  readonly onDefect: (error: unknown, request: Request) => void;
  /** Further routers, tried before the not-found answer: the control API, realtime's HTTP routes. */
  readonly more?: (context: HttpContext) => readonly Router[];
}

/** The REST API as an express application. */
export function createHttpApp(options: HttpAppOptions): Express {
  const { world, blobs, media, admitsOrigin, onDefect } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  if (options.cors !== null) app.use(cors(options.cors));

  const readForm = formReader(blobs, world.limits, world.text);
  const context: HttpContext = { world, readForm, admitsOrigin, onDefect };
  // Routes are tried in order, and most requests poll. All are on the application's own router: each nested router costs
  // every request a pass through it.
  const { router } = app;
  jobRoutes(router, context, media);
  tokenRoutes(router, context);
  fileRoutes(router, context);
  processRoutes(router, context, media);
  modelRoutes(router, context);
  quotaRoute(router, context);
  jwksRoutes(router, context);
  verifyRoute(router, context);
  telemetryRoutes(router, context);
  ticketRoutes(router, context);

  const more = options.more?.(context) ?? [];
  if (more.length > 0) app.use(...more);
  app.use(notServed(world, [router, ...more]));
  app.use(lastResort(onDefect));
  return app;
}

/** Answers failures outside of any operation, such as a path that does not decode. */
function lastResort(onDefect: HttpAppOptions['onDefect']): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const isClientError =
      error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400);
    if (!isClientError) onDefect(error, request);
    const answered = new ApiError(isClientError ? 'not_found' : 'internal');
    sendPlain(request, response, errorAnswer(answered, 'detail'));
  };
}
