import type { Router } from 'express';
import express, { type ErrorRequestHandler, type Express, type Request } from 'express';
import { ApiError } from '../contract/errors.js';
import type { World } from '../world/world.js';
import { errorAnswer } from './answer.js';
import { cors } from './cors.js';
import { formReader } from './form.js';
import type { MediaDesk } from './media-desk.js';
import type { Face } from './operation.js';
import { notServed } from './not-served.js';
import { fileRoutes } from './resources/files.js';
import { jobRoutes } from './resources/jobs.js';
import { modelRoutes } from './resources/models.js';
import { processRoutes } from './resources/process.js';
import { smallRoutes } from './resources/small.js';
import { ticketRoutes } from './resources/tickets.js';
import { tokenRoutes } from './resources/tokens.js';
import { sendPlain } from './send.js';
import type { BlobStore } from './uploads/blob-store.js';

export interface HttpFaceOptions {
  readonly world: World;
  readonly blobs: BlobStore;
  readonly media: MediaDesk;
  /** Value of `access-control-allow-origin`; null answers no preflight. */
  readonly cors: string | null;
  readonly onDefect: (error: unknown, request: Request) => void;
  /** Routers of other faces, in front of the not-found answer: the control API, realtime's HTTP side. */
  readonly more?: (face: Face) => readonly Router[];
}

/** The REST face as an express application. */
export function createHttpFace(options: HttpFaceOptions): Express {
  const { world, blobs, media, onDefect } = options;
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  if (options.cors !== null) app.use(cors(options.cors));

  const face: Face = { world, readForm: formReader(blobs, world.limits), onDefect };
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
function lastResort(onDefect: HttpFaceOptions['onDefect']): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const clients =
      error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400);
    if (!clients) onDefect(error, request);
    const told = new ApiError(clients ? 'not_found' : 'internal');
    sendPlain(request, response, errorAnswer(told, 'detail'));
  };
}
