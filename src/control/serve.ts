import { Router, type ErrorRequestHandler, type RequestHandler, type Response } from 'express';
import { ApiError } from '../contract/errors.js';
import { ControlError } from '../handles/errors.js';
import type { HandleCore } from '../handles/mock-account.js';
import { admit } from './guard.js';
import { inspectorGuard } from './inspector-pass.js';
import { readBody } from './read-body.js';
import { ControlCall, targetOf, type ControlAnswer, type ControlRoute } from './route.js';
import { accountRoutes } from './routes/accounts.js';
import { clockRoutes } from './routes/clock.js';
import { indexRoute } from './routes/index-route.js';
import { metricsRoute } from './routes/metrics.js';
import { contentRoutes } from './routes/contents.js';
import { inspectorRoute } from './routes/inspector.js';
import { journalRoutes } from './routes/journal.js';
import { ruleRoutes } from './routes/rules.js';

const MAX_BODY_BYTES = 1024 * 1024;
/** Pages show text from clients: markup in it must load nothing and run nothing. */
const pageHeaders = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

export interface ControlOptions extends HandleCore {
  /** Required of every request; undefined for no token. */
  readonly token: string | undefined;
  readonly onDefect: (error: unknown, what: string) => void;
}

/** All control routes. */
export const controlRoutes = (snapshotBytes: number): readonly ControlRoute[] => {
  const routes = [...statefulRoutes(snapshotBytes), metricsRoute, inspectorRoute];
  return [indexRoute(routes), ...routes];
};

const statefulRoutes = (snapshotBytes: number): readonly ControlRoute[] => [
  ...accountRoutes,
  ...clockRoutes,
  ...ruleRoutes,
  ...journalRoutes,
  ...contentRoutes(snapshotBytes),
];

/** The control API, to be mounted at `/_mock`. */
export function controlApp(options: ControlOptions): Router {
  const routes = controlRoutes(options.world.limits.snapshotBytes);
  const router = Router({ caseSensitive: true, strict: true });
  const guard: RequestHandler = (request, _response, next) => {
    admit(request, options.token);
    next();
  };
  for (const route of routes) {
    const guards = route.open ? [] : [route.page ? inspectorGuard(options.token) : guard];
    const handlers = [...guards, answering(options, route)];
    router[route.method](route.path.replace(/\{(\w+)\}/g, ':$1'), ...handlers);
  }
  router.use(guard, notServed(routes), failed(options.onDefect));
  return router;
}

function answering(core: HandleCore, route: ControlRoute): RequestHandler {
  return async (request, response) => {
    const disconnected = new AbortController();
    response.on('close', () => disconnected.abort());
    const share = core.world.text.share();
    try {
      const json = await readBody(request, route.maxBytes ?? MAX_BODY_BYTES, targetOf(request), share);
      send(response, await route.handle(new ControlCall(core, request, json, disconnected.signal)));
    } finally {
      share.close();
    }
  };
}

function send(response: Response, answer: ControlAnswer): void {
  if ('json' in answer) response.status(answer.status ?? 200).json(answer.json);
  else response.set(pageHeaders).type(answer.type).send(answer.text);
}

const patternOf = ({ path }: ControlRoute): RegExp => new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}$`);

function notServed(routes: readonly ControlRoute[]): RequestHandler {
  const known = routes.map(({ method, ...route }) => ({ method, path: patternOf({ method, ...route }) }));
  return (request, response) => {
    const what = targetOf(request);
    const methods = known
      .filter(({ path }) => path.test(request.path))
      .map(({ method }) => method.toUpperCase());
    if (methods.length === 0)
      throw new ControlError('no_such_route', `The control API has no route ${what}.`);
    response.setHeader('allow', methods.join(', '));
    throw new ControlError('method_not_allowed', `${what} is not allowed.`);
  };
}

function failed(onDefect: ControlOptions['onDefect']): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) return next(error);
    const known = asControlError(error, targetOf(request));
    if (known.code === 'defect') onDefect(error, `${request.method} ${request.path}`);
    refuse(response, known);
  };
}

function refuse(response: Response, { status, code, message, advice }: ControlError): void {
  response.status(status).json({ error: { code, message, advice } });
}

function asControlError(error: unknown, what: string): ControlError {
  if (error instanceof ControlError) return error;
  if (error instanceof ApiError && error.code === 'text_full')
    return new ControlError('full', `${what} does not fit: ${error.message}.`);
  if (error instanceof URIError)
    return new ControlError('no_such_route', `The path of ${what} is not valid percent-encoding.`);
  return new ControlError('defect', `Internal error in ${what}.`);
}
