import type { Request, RequestHandler, Router } from 'express';
import { ApiError } from '../../contract/errors.js';
import { requestStriker } from '../../contract/redaction/request-secrets.js';
import { redactText } from '../../contract/redaction/redact-text.js';
import { shorten } from '../../contract/redaction/redact-value.js';
import { UNSERVED } from '../../world/rules/operations.js';
import type { Identity, World } from '../../world/world.js';
import { errorAnswer, type Answer } from '../pipeline/answer.js';
import { keyOf } from '../pipeline/credentials.js';
import { sendPlain } from '../pipeline/send.js';

/** FastAPI's answers where no route matches: 307 for an extra slash, 405 for another method, 404. OPTIONS is express' own. */
export function notServed(world: World, routers: readonly Router[]): RequestHandler {
  return async (request, response, next) => {
    const known = methodsOf(routers, request.path);
    if (request.method === 'OPTIONS' && known.length > 0) return next();
    if (known.length === 0 && request.path.length > 1 && request.path.endsWith('/')) {
      const trimmed = request.path.replace(/\/+$/, '');
      if (methodsOf(routers, trimmed).length > 0) {
        const location = request.url.replace(request.path, trimmed);
        return sendPlain(request, response, { status: 307, headers: { location } });
      }
    }
    const error = new ApiError(known.length === 0 ? 'not_found' : 'method_not_allowed');
    const warning = known.length === 0 ? baseUrlWarning(routers, request) : undefined;
    if (warning !== undefined) world.anonymous().report(requestStriker(request).strike(warning));
    await record(world, request, error, warning);
    const allow = known.length > 0 && { headers: { allow: [...known, 'OPTIONS'].join(', ') } };
    sendPlain(request, response, { ...errorAnswer(error, 'detail'), ...allow } satisfies Answer);
  };
}

/** The problem of a base URL, when the path would be served with another beginning. */
function baseUrlWarning(routers: readonly Router[], { path }: Request): string | undefined {
  const serves = (other: string): boolean => methodsOf(routers, other).length > 0;
  const rest = path.slice(path.lastIndexOf('/v1/'));
  const advice = 'SDKs add "/v1" themselves: give them a base URL that ends after the port.';
  if (rest !== path && serves(rest)) {
    const before = shorten(redactText(path.slice(0, -rest.length)), MAX_SHOWN);
    return `A path that begins with "${before}/v1" is not served, but without "${before}" it is. ${advice}`;
  }
  if (serves(`/v1${path}`))
    return 'A path is not served that would be with "/v1" before it. An SDK adds that by itself; other clients must.';
  return undefined;
}

const MAX_SHOWN = 80;

/** Reports a request that nothing serves to the journal of its account. */
async function record(world: World, request: Request, error: ApiError, warning?: string): Promise<void> {
  const identity = await identityOf(world, request);
  if (!identity) return;
  const { code, status, advice } = error;
  const { method, path } = request;
  const detail = warning === undefined ? undefined : { warnings: [warning] };
  identity.account.journal.add({
    kind: 'http',
    operation: UNSERVED,
    method,
    path,
    status,
    error: code,
    advice,
    detail,
  });
}

/** Undefined without a key, or with one that is refused: the answer does not depend on it. */
async function identityOf(world: World, request: Request): Promise<Identity | undefined> {
  const key = keyOf(request);
  if (key === undefined) return undefined;
  try {
    return await world.identify(key);
  } catch (refused) {
    if (refused instanceof ApiError) return undefined;
    throw refused;
  }
}

/** The part of express' router layers that its types omit. */
interface RouterLayer {
  readonly route?: { readonly stack: readonly { readonly method: string }[] };
  match(path: string): boolean;
}

/** Methods with which a path is served, in upper case. */
function methodsOf(routers: readonly Router[], path: string): string[] {
  const methods = new Set<string>();
  for (const { stack } of routers) {
    for (const layer of stack as unknown as readonly RouterLayer[]) {
      if (!layer.route || !layer.match(path)) continue;
      for (const { method } of layer.route.stack) methods.add(method.toUpperCase());
    }
  }
  if (methods.has('GET')) methods.add('HEAD');
  return [...methods];
}
