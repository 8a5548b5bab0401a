import type { RelayedRequest } from '../../traffic/relay-http.js';
import {
  answer,
  edit,
  ifOk,
  ifStatus,
  json,
  noHeader,
  rename,
  set,
  status,
  drop,
  withKeyOf,
} from '../changes.js';
import { mutant, type MutantChange, type Mutant } from '../mutant.js';
import { at, bodyField, either, jsonOf, on, type MutantWhen } from '../when.js';

const session = '/v1/realtime/sessions';
const creates: MutantWhen = ({ method, path }) => method === 'POST' && path === session;
const patches: MutantWhen = ({ method, path }) => method === 'PATCH' && path.startsWith(`${session}/`);
const deletes: MutantWhen = ({ method, path }) => method === 'DELETE' && path.startsWith(`${session}/`);
const prompts: MutantWhen = ({ method, path }) =>
  method === 'POST' && /\/sessions\/[^/]+\/(prompt|image)$/.test(path);
const signalling = either(creates, patches, deletes, prompts);
const sessionOf = ({ path }: RelayedRequest) => path.split('/')[4] ?? '';
/** Changes the status of a problem, in the status line and in the body. */
const problemWith = (code: number) => [status(code), set('status', code)] as const;

/** Replaces any If-Match by the newest ETag. */
const anyTag: MutantChange = async (call) => {
  const newest = call.memory.get(sessionOf(call.request)) as string | undefined;
  const request =
    newest === undefined
      ? call.request
      : { ...call.request, headers: { ...call.request.headers, 'if-match': newest } };
  const reply = await call.forward(patches(call.request) ? request : call.request);
  const id = creates(call.request)
    ? (JSON.parse(reply.body.toString()) as { session_id?: string }).session_id
    : sessionOf(call.request);
  if (reply.headers['etag'] !== undefined && id !== undefined) call.memory.set(id, reply.headers['etag']);
  return reply;
};

/** Lets any credential control any session. */
const anyOwner: MutantChange = async (call) => {
  const owner = call.memory.get(sessionOf(call.request)) as string | undefined;
  if (either(patches, prompts)(call.request) && owner !== undefined)
    return call.forward(withKeyOf(call.request, owner));
  const reply = await call.forward();
  const id = creates(call.request)
    ? (JSON.parse(reply.body.toString()) as { session_id?: string }).session_id
    : undefined;
  if (id !== undefined) call.memory.set(id, call.request.headers['x-api-key']);
  return reply;
};

export const signallingMutants: readonly Mutant[] = [
  mutant(
    'm-RT-45-not-counted',
    'The quota does not count running sessions.',
    at(on.quota, edit(ifOk(json((body) => ({ ...body, active: 0, remaining: body['limit'] }))))),
    { entails: ['TIM-06', 'TIM-07', 'RT-37', 'ERR-23'] },
  ),
  mutant('m-RT-50-ok', 'A create answers 200.', at(creates, edit(ifOk(status(200))))),
  mutant('m-RT-50-no-location', 'A create has no Location.', at(creates, edit(noHeader('location')))),
  mutant('m-RT-50-no-tag', 'A create has no ETag.', at(creates, edit(noHeader('etag'))), {
    entails: ['RT-53', 'RT-54', 'RT-55', 'RT-57', 'RT-58', 'RT-59'],
  }),
  mutant(
    'm-RT-51-camel-case',
    'ice_servers is named iceServers.',
    at(creates, edit(ifOk(rename('ice_servers', 'iceServers')))),
  ),
  mutant(
    'm-RT-51-sdp-is-text',
    'sdp is a string in place of an object.',
    at(creates, edit(ifOk(json((body) => ({ ...body, sdp: (body['sdp'] as { sdp: string }).sdp }))))),
  ),
  mutant(
    'm-RT-52-unnamed',
    'A create without sdp does not name it.',
    at((r) => creates(r) && bodyField(r, 'sdp') === undefined, edit(set('detail', 'Bad request'))),
  ),
  mutant(
    'm-RT-52-422',
    'A create without sdp answers 422.',
    at((r) => creates(r) && bodyField(r, 'sdp') === undefined, edit(...problemWith(422))),
  ),
  mutant(
    'm-RT-53-same-tag',
    'Candidates do not change the ETag.',
    at(
      patches,
      edit((reply, { request }) => {
        if (reply.status === 204) reply.headers['etag'] = request.headers['if-match'] ?? '';
      }),
    ),
    { entails: ['RT-55'] },
  ),
  mutant(
    'm-RT-53-ok',
    'Candidates answer 200.',
    at(patches, async (call) => {
      const reply = await call.forward();
      return reply.status === 204 ? { ...reply, status: 200 } : reply;
    }),
    { entails: ['RT-55'] },
  ),
  mutant('m-RT-54-any-tag', 'Any If-Match is accepted.', anyTag),
  mutant(
    'm-RT-54-stale-409',
    'A stale If-Match answers 409.',
    at(patches, edit(ifStatus(412, ...problemWith(409)))),
  ),
  mutant(
    'm-RT-55-null-accepted',
    'candidates null is accepted.',
    at(
      (r) => patches(r) && bodyField(r, 'candidates') === null,
      async () => ({ status: 204, headers: { etag: '"9"' }, body: Buffer.alloc(0) }),
    ),
  ),
  mutant(
    'm-RT-55-end-refused',
    'candidates [null] is refused.',
    at(
      (r) =>
        patches(r) &&
        JSON.stringify(jsonOf(r)) === '{"candidates":[null]}' &&
        r.headers['x-api-key']?.startsWith('ek_') === false,
      async (call) => {
        const reply = await call.forward();
        return reply.status === 204
          ? answer(400, { title: 'Bad Request', detail: 'body.candidates', status: 400 })(call)
          : reply;
      },
    ),
  ),
  mutant(
    'm-RT-56-no-bill',
    'The end of a session has no billed_seconds.',
    at(deletes, edit(ifOk(drop('billed_seconds')))),
  ),
  mutant(
    'm-RT-56-no-content',
    'The end of a session answers 204.',
    at(deletes, async (call) => {
      const reply = await call.forward();
      return reply.status === 200 ? { status: 204, headers: {}, body: Buffer.alloc(0) } : reply;
    }),
  ),
  mutant(
    'm-RT-57-gone-410',
    'An ended session answers 410.',
    at(signalling, edit(ifStatus(404, ...problemWith(410)))),
  ),
  mutant(
    'm-RT-58-foreign-403',
    'Another credential gets 403.',
    at(signalling, edit(ifStatus(401, ...problemWith(403), set('detail', 'Forbidden')))),
  ),
  mutant('m-RT-58-anybody', 'Any credential controls a session.', anyOwner),
  mutant(
    'm-RT-59-no-title',
    'Errors have no title.',
    at(
      signalling,
      edit((reply, call) => {
        if (reply.status >= 400) drop('title')(reply, call);
      }),
    ),
  ),
  mutant(
    'm-RT-59-status-text',
    'The status of an error is a string.',
    at(
      signalling,
      edit((reply, call) => {
        if (reply.status >= 400) set('status', String(reply.status))(reply, call);
      }),
    ),
  ),
  mutant('m-RT-64-accepted', 'A prompt over HTTP answers 202.', at(prompts, edit(ifOk(status(202))))),
];
