import type { Socket } from 'node:net';
import { Router } from 'express';
import type { CandidatesRequest } from '../../contract/types.js';
import { missing } from '../../contract/validation/pydantic.js';
import type { Identity } from '../../world/world.js';
import { clientDisconnect } from '../connection/client-disconnect.js';
import { ok } from '../pipeline/answer.js';
import { operation, type HttpContext, type OperationCall, type ParsedInput } from '../pipeline/operation.js';
import type { HttpSessionsLoader } from './sessions-access.js';

export type { HttpSessionsAccess } from './sessions-access.js';

/** A picture of 10 MB as base64, and room for the rest (facts: api.md 3.2). */
const MAX_BODY_BYTES = 15_000_000;
const PATH = '/v1/realtime/sessions';
const problems = { envelope: 'problem' } as const;
const jsonBody = { ...problems, body: 'json', maxBodyBytes: MAX_BODY_BYTES } as const;

/** Realtime over HTTP: sessions signalled by requests (facts: api.md 3.2), and credentials for viewers. */
export function sessionRouter(context: HttpContext, realtime: HttpSessionsLoader): Router {
  const router = Router({ caseSensitive: true, strict: true });
  watchRoute(router, context, realtime);
  createRoute(router, context, realtime);
  candidatesRoute(router, context, realtime);
  stateRoutes(router, context, realtime);
  eventsRoute(router, context, realtime);
  deleteRoute(router, context, realtime);
  return router;
}

function watchRoute(router: Router, context: HttpContext, realtime: HttpSessionsLoader): void {
  router.post(
    '/watch-stream/:room',
    operation(context, {
      name: 'watch',
      handle: async (call) => {
        const room = String(call.request.params['room']);
        return ok(await (await realtime()).watch(identityOf(call), room, call.request));
      },
    }),
  );
}

function createRoute(router: Router, context: HttpContext, realtime: HttpSessionsLoader): void {
  router.post(
    PATH,
    operation(context, {
      ...jsonBody,
      name: 'sessions.create',
      facts: ({ json }) => ({ model: textField(json, 'model') }),
      parse: async ({ json }) => (await validators()).session(json),
      handle: async (call) => {
        const { headers, res, socket } = call.request;
        const gone = res ? clientDisconnect(res) : new AbortController().signal;
        const sessions = await realtime();
        const created = await sessions.create(identityOf(call), call.value, {
          headers,
          path: PATH,
          address: (socket as Socket | undefined)?.remoteAddress,
          gone,
        });
        const { etag, ...session } = created;
        return {
          status: 201,
          headers: { location: `${PATH}/${session.session_id}`, etag },
          json: session,
          sessionId: session.session_id,
        };
      },
    }),
  );
}

function candidatesRoute(router: Router, context: HttpContext, realtime: HttpSessionsLoader): void {
  router.patch(
    `${PATH}/:id`,
    operation(context, {
      ...jsonBody,
      name: 'sessions.candidates',
      parse: async ({ json, request }): Promise<ParsedInput<CandidatesRequest>> => {
        const parsed = (await validators()).candidates(json);
        if (request.headers['if-match'] !== undefined) return parsed;
        return { ok: false, items: [missingTag, ...(parsed.ok ? [] : parsed.items)] };
      },
      handle: async (call) => {
        const tag = call.request.headers['if-match'] ?? '';
        const etag = await (await realtime()).candidates(identityOf(call), idOf(call), tag, call.value);
        return { status: 204, headers: { etag }, sessionId: idOf(call) };
      },
    }),
  );
}

function stateRoutes(router: Router, context: HttpContext, realtime: HttpSessionsLoader): void {
  router.post(
    `${PATH}/:id/prompt`,
    operation(context, {
      ...jsonBody,
      name: 'sessions.prompt',
      parse: async ({ json }) => (await validators()).prompt(json),
      handle: async (call) =>
        applied(call, await (await realtime()).prompt(identityOf(call), idOf(call), call.value)),
    }),
  );
  router.post(
    `${PATH}/:id/image`,
    operation(context, {
      ...jsonBody,
      name: 'sessions.image',
      parse: async ({ json }) => (await validators()).image(json),
      handle: async (call) =>
        applied(call, await (await realtime()).image(identityOf(call), idOf(call), call.value)),
    }),
  );
}

function eventsRoute(router: Router, context: HttpContext, realtime: HttpSessionsLoader): void {
  router.get(
    `${PATH}/:id/events`,
    operation(context, {
      ...problems,
      name: 'sessions.events',
      accountWithoutKey: () => context.world.anonymous(),
      handle: async (call) => {
        const query = new URLSearchParams(call.request.url.split('?')[1] ?? '');
        const events = (await realtime()).events(idOf(call), query.get('event_token') ?? undefined);
        return { status: 200, events, sessionId: idOf(call) };
      },
    }),
  );
}

function deleteRoute(router: Router, context: HttpContext, realtime: HttpSessionsLoader): void {
  router.delete(
    `${PATH}/:id`,
    operation(context, {
      ...problems,
      name: 'sessions.delete',
      handle: async (call) => ({
        ...ok((await realtime()).end(identityOf(call), idOf(call))),
        sessionId: idOf(call),
      }),
    }),
  );
}

type AnyCall = Pick<OperationCall<unknown>, 'account' | 'token' | 'request'>;

const identityOf = ({ account, token }: AnyCall): Identity => ({ account, ...(token && { token }) });
const idOf = ({ request }: AnyCall): string => String(request.params['id']);

/** The body of these answers was never recorded. That it is that of the socket's ack is inferred. */
const applied = (call: AnyCall, error: string | null) => ({
  ...ok({ success: error === null, error }),
  sessionId: idOf(call),
});

/** That a missing tag is a validation failure, as for any other header, is inferred. */
const missingTag = missing(['header', 'if-match']);

const textField = (json: unknown, name: string): string | undefined => {
  const value: unknown =
    typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** The validators of the bodies, loaded with the first request that needs one. */
async function validators() {
  const [schemas, { validateBody }] = await Promise.all([
    import('../../contract/validation/body-schemas.js'),
    import('../../contract/validation/json-body.js'),
  ]);
  return {
    session: (json: unknown) => validateBody(schemas.sessionRequest, json),
    candidates: (json: unknown) => validateBody(schemas.candidatesRequest, json),
    prompt: (json: unknown) => validateBody(schemas.sessionPrompt, json),
    image: (json: unknown) => validateBody(schemas.sessionImage, json),
  };
}
