import { Router } from 'express';
import type { ValidationItem } from '../../contract/errors.js';
import type {
  CandidatesRequest,
  SessionImage,
  SessionPrompt,
  SessionRequest,
  SessionSummary,
  SessionResponse,
  ViewerCredentials,
} from '../../contract/types.js';
import type { Identity } from '../../world/world.js';
import type { IncomingMessage } from 'node:http';
import { ok } from '../pipeline/answer.js';
import { clientDisconnect } from '../connection/client-disconnect.js';
import { operation, type OperationCall, type HttpContext, type ParsedInput } from '../pipeline/operation.js';

/** What HTTP asks of realtime; every method throws ApiError. */
export interface HttpSessionsAccess {
  create(
    identity: Identity,
    request: SessionRequest,
    from: { headers: IncomingMessage['headers']; path: string; gone: AbortSignal },
  ): Promise<SessionResponse & { etag: string }>;
  candidates(identity: Identity, id: string, ifMatch: string, request: CandidatesRequest): Promise<string>;
  prompt(identity: Identity, id: string, request: SessionPrompt): Promise<string | null>;
  image(identity: Identity, id: string, request: SessionImage): Promise<string | null>;
  events(
    id: string,
    eventToken: string | undefined,
  ): AsyncIterable<{ readonly event: string; readonly data: unknown }>;
  end(identity: Identity, id: string): SessionSummary;
  watch(identity: Identity, room: string, request: IncomingMessage): Promise<ViewerCredentials>;
}

/** A picture of 10 MB as base64, and room for the rest (facts: api.md 3.2). */
const MAX_BODY_BYTES = 15_000_000;
const PATH = '/v1/realtime/sessions';

/** Realtime over HTTP: sessions signalled by requests (facts: api.md 3.2), and credentials for viewers. */
export function sessionRouter(face: HttpContext, desk: () => Promise<HttpSessionsAccess>): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const shared = { envelope: 'problem', body: 'json', maxBodyBytes: MAX_BODY_BYTES } as const;

  router.post(
    '/watch-stream/:room',
    operation(face, {
      name: 'watch',
      handle: async (call) => {
        const room = String(call.request.params['room']);
        return ok(await (await desk()).watch(identityOf(call), room, call.request));
      },
    }),
  );

  router.post(
    PATH,
    operation(face, {
      ...shared,
      name: 'sessions.create',
      facts: ({ json }) => ({ model: textField(json, 'model') }),
      parse: async ({ json }) => (await check()).session(json),
      handle: async (call) => {
        const { headers, res } = call.request;
        const gone = res ? clientDisconnect(res) : new AbortController().signal;
        const { etag, ...session } = await (
          await desk()
        ).create(identityOf(call), call.value, { headers, path: PATH, gone });
        return {
          status: 201,
          headers: { location: `${PATH}/${session.session_id}`, etag },
          json: session,
          sessionId: session.session_id,
        };
      },
    }),
  );

  router.patch(
    `${PATH}/:id`,
    operation(face, {
      ...shared,
      name: 'sessions.candidates',
      parse: async ({ json, request }): Promise<ParsedInput<CandidatesRequest>> => {
        const parsed = (await check()).candidates(json);
        const missing = request.headers['if-match'] === undefined ? [missingTag] : [];
        if (parsed.ok && missing.length === 0) return parsed;
        return { ok: false, items: [...missing, ...(parsed.ok ? [] : parsed.items)] };
      },
      handle: async (call) => {
        const tag = call.request.headers['if-match'] ?? '';
        const etag = await (await desk()).candidates(identityOf(call), idOf(call), tag, call.value);
        return { status: 204, headers: { etag }, sessionId: idOf(call) };
      },
    }),
  );

  router.post(
    `${PATH}/:id/prompt`,
    operation(face, {
      ...shared,
      name: 'sessions.prompt',
      parse: async ({ json }) => (await check()).prompt(json),
      handle: async (call) =>
        applied(call, await (await desk()).prompt(identityOf(call), idOf(call), call.value)),
    }),
  );

  router.post(
    `${PATH}/:id/image`,
    operation(face, {
      ...shared,
      name: 'sessions.image',
      parse: async ({ json }) => (await check()).image(json),
      handle: async (call) =>
        applied(call, await (await desk()).image(identityOf(call), idOf(call), call.value)),
    }),
  );

  router.get(
    `${PATH}/:id/events`,
    operation(face, {
      name: 'sessions.events',
      envelope: 'problem',
      accountWithoutKey: () => face.world.anonymous(),
      handle: async (call) => {
        const query = new URLSearchParams(call.request.url.split('?')[1] ?? '');
        const events = (await desk()).events(idOf(call), query.get('event_token') ?? undefined);
        return { status: 200, events, sessionId: idOf(call) };
      },
    }),
  );

  router.delete(
    `${PATH}/:id`,
    operation(face, {
      name: 'sessions.delete',
      envelope: 'problem',
      handle: async (call) => ({
        ...ok((await desk()).end(identityOf(call), idOf(call))),
        sessionId: idOf(call),
      }),
    }),
  );

  return router;
}

type AnyCall = Pick<OperationCall<unknown>, 'account' | 'token' | 'request'>;

const identityOf = ({ account, token }: AnyCall): Identity => ({ account, ...(token && { token }) });
const idOf = ({ request }: AnyCall): string => String(request.params['id']);

/** The body of these answers was never recorded: as an ack of the socket, which is inferred. */
const applied = (call: AnyCall, error: string | null) => ({
  ...ok({ success: error === null, error }),
  sessionId: idOf(call),
});

/** That a missing tag is a validation failure like any other header's is inferred. */
const missingTag: ValidationItem = {
  type: 'missing',
  loc: ['header', 'if-match'],
  msg: 'Field required',
  input: null,
};

const textField = (json: unknown, name: string): string | undefined => {
  const value: unknown =
    typeof json === 'object' && json !== null ? (json as Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** The schemas, loaded with the first request that needs one. */
async function check() {
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
