import type { Router } from 'express';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { ApiError } from '../contract/errors.js';
import type { World } from '../world/world.js';
import { errorAnswer } from './pipeline/answer.js';
import { cors } from './connection/cors.js';
import { formReader } from './pipeline/form.js';
import type { LazyRenderer } from './lazy-renderer.js';
import type { HttpContext } from './pipeline/operation.js';
import { notServed } from './routes/not-served.js';
import { fileRoutes } from './routes/files.js';
import { jobRoutes } from './routes/jobs.js';
import { modelRoutes } from './routes/models.js';
import { processRoutes } from './routes/process.js';
import { smallRoutes } from './routes/small.js';
import { ticketRoutes } from './routes/tickets.js';
import { tokenRoutes } from './routes/tokens.js';
import { sendPlain } from './pipeline/send.js';
import type { UploadStore } from './uploads/blob-store.js';

export interface HttpAppOptions {
  readonly world: World;
  readonly blobs: UploadStore;
  readonly media: LazyRenderer;
  /** Value of `access-control-allow-origin`; null answers no preflight. */
  readonly cors: string | null;
  readonly onDefect: (error: unknown, request: Request) => void;
  /** Routers of other faces, in front of the not-found answer: the control API, realtime's HTTP side. */
  readonly more?: (face: HttpContext) => readonly Router[];
}

/** The REST face as an express application. */
export function createHttpApp(options: HttpAppOptions): Express {
  const { world, blobs, media, onDefect } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  if (options.cors !== null) app.use(cors(options.cors));

  const face: HttpContext = { world, readForm: formReader(blobs, world.limits), onDefect };
  // Routes are tried in their order, and most requests poll. They are the application's own: each router within another
  // costs every request a round through it.
  const { router } = app;
  jobRoutes(router, face, media);
  tokenRoutes(router, face);
  fileRoutes(router, face);
  processRoutes(router, face, media);
  modelRoutes(router, face);
  smallRoutes(router, face);
  ticketRoutes(router, face);

  const more = options.more?.(face) ?? [];
  if (more.length > 0) app.use(...more);
  app.use(notServed(world, [router, ...more]));
  app.use(lastResort(onDefect));
  return app;
}

/** Failures before any operation took over: a path that does not decode, for one. */
function lastResort(onDefect: HttpAppOptions['onDefect']): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const clients =
      error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400);
    if (!clients) onDefect(error, request);
    const told = new ApiError(clients ? 'not_found' : 'internal');
    sendPlain(request, response, errorAnswer(told, 'detail'));
  };
}
