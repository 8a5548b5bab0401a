import {
  answer,
  edit,
  ifOk,
  ifStatus,
  header,
  instead,
  json,
  noHeader,
  refuse,
  rename,
  sentJson,
  set,
  setBody,
  status,
  withKeyOf,
} from '../changes.js';
import { mutant, socketMutant, type Call, type Change, type Mutant } from '../mutant.js';
import { at, bodyField, both, jsonOf, on, withKey, withoutKey, type When } from '../when.js';

const noOptions: When = (request) =>
  [undefined, null].includes(jsonOf(request) as null) || request.body.equals(Buffer.from('{}'));
const asks =
  (name: string, value?: unknown): When =>
  (request) => {
    const asked = bodyField(request, name);
    return value === undefined ? asked !== undefined : asked === value;
  };
const list = (request: Parameters<When>[0], name: string) => (bodyField(request, name) ?? []) as string[];
const duration = (request: Parameters<When>[0]) =>
  (bodyField(request, 'constraints') as { realtime?: { maxSessionDuration?: number } } | undefined)?.realtime
    ?.maxSessionDuration;
const fromUnknownKey: When = (request) => (request.headers['x-api-key'] ?? '').startsWith('ek_this');

/** Remembers whose a minted token is, and lets it act as its account. */
const actsAsAccount =
  (there: When): Change =>
  async (call) => {
    const { request, memory } = call;
    const owner = memory.get(request.headers['x-api-key'] ?? '') as string | undefined;
    const reply = await call.forward(
      owner !== undefined && there(request) ? withKeyOf(request, owner) : request,
    );
    if (on.mint(request) && reply.status === 200) {
      const { apiKey } = JSON.parse(reply.body.toString()) as { apiKey: string };
      memory.set(apiKey, request.headers['x-api-key']);
    }
    return reply;
  };

/** The same answer for every later request of a key. */
const repeats =
  (there: When): Change =>
  async (call: Call) => {
    const name = `first of ${call.request.headers['x-api-key'] ?? ''}`;
    const first = call.memory.get(name) as Awaited<ReturnType<Change>> | undefined;
    if (there(call.request) && first) return { ...first, headers: { ...first.headers } };
    const reply = await call.forward();
    if (there(call.request)) call.memory.set(name, { ...reply, headers: { ...reply.headers } });
    return reply;
  };

export const tokenMutants: Mutant[] = [
  mutant(
    'm-TOK-01-body-demanded',
    'A mint without a body is refused.',
    at((r) => on.mint(r) && r.body.length === 0, refuse('body')),
  ),
  mutant(
    'm-TOK-02-null-refused',
    'A mint with the body null is refused.',
    at((r) => on.mint(r) && jsonOf(r) === null, refuse('body')),
  ),
  mutant(
    'm-TOK-02-empty-object-refused',
    'A mint with the body {} is refused.',
    at((r) => on.mint(r) && r.body.equals(Buffer.from('{}')), refuse('body')),
    { entails: ['TOK-23', 'TOK-24', 'TOK-25', 'ERR-02', 'ERR-03', 'ERR-20'] },
  ),
  mutant('m-TOK-03-created', 'A mint answers 201.', at(on.mint, edit(ifOk(status(201))))),
  mutant(
    'm-TOK-03-expires-in-seconds',
    'expiresAt is called expires_at.',
    at(on.mint, edit(ifOk(rename('expiresAt', 'expires_at')))),
    { entails: ['TOK-05', 'TOK-06', 'TIM-01'] },
  ),
  socketMutant('m-TOK-04-other-prefix', 'A minted key starts with tk_.', {
    upgrade: (upgrade) => ({ ...upgrade, path: upgrade.path.replace('api_key=tk_', 'api_key=ek_') }),
    change: async (call) => {
      const key = call.request.headers['x-api-key'] ?? '';
      const reply = await call.forward(
        key.startsWith('tk_') ? withKeyOf(call.request, key.replace('tk_', 'ek_')) : call.request,
      );
      if (on.mint(call.request))
        ifOk(json((body) => ({ ...body, apiKey: String(body['apiKey']).replace('ek_', 'tk_') })))(
          reply,
          call,
        );
      return reply;
    },
  }),
  mutant(
    'm-TOK-05-ten-minutes',
    'A token lives ten minutes by default, as in 2025.',
    at(
      both(on.mint, withKey, noOptions),
      sentJson(() => ({ expiresIn: 600 })),
    ),
    { entails: ['TIM-01'] },
  ),
  mutant(
    'm-TOK-06-capped',
    'A lifetime above ten minutes is cut to ten.',
    at(
      both(on.mint, asks('expiresIn', 3600)),
      sentJson((body) => ({ ...body, expiresIn: 600 })),
    ),
  ),
  mutant(
    'm-TOK-06-one-second-refused',
    'A lifetime of one second is refused.',
    at(both(on.mint, asks('expiresIn', 1)), refuse('body.expiresIn')),
  ),
  mutant(
    'm-TOK-07-no-upper-bound',
    'A lifetime of 3601 s is accepted.',
    at(
      both(on.mint, asks('expiresIn', 3601)),
      sentJson((body) => ({ ...body, expiresIn: 3600 })),
    ),
    { entails: ['TOK-34'] },
  ),
  mutant(
    'm-TOK-07-no-lower-bound',
    'A lifetime of 0 s is accepted.',
    at(
      both(on.mint, asks('expiresIn', 0)),
      sentJson((body) => ({ ...body, expiresIn: 1 })),
    ),
    { entails: ['TOK-34'] },
  ),
  mutant(
    'm-TOK-08-word-ignored',
    'A lifetime that is a word is ignored.',
    at(
      both(on.mint, asks('expiresIn', 'soon')),
      sentJson(() => ({})),
    ),
  ),
  mutant(
    'm-TOK-09-models-resolved',
    'permissions.models has canonical names in the place of those asked.',
    at(
      both(on.mint, asks('allowedModels')),
      edit(ifOk(json((body) => ({ ...body, permissions: { models: ['lucy-2.5', 'lucy-2.5'] } })))),
    ),
  ),
  mutant(
    'm-TOK-10-any-number-of-models',
    'Twenty-one models are accepted.',
    at(
      (r) => on.mint(r) && list(r, 'allowedModels').length > 20,
      sentJson((body) => ({ ...body, allowedModels: (body['allowedModels'] as string[]).slice(0, 20) })),
    ),
  ),
  mutant(
    'm-TOK-11-origins-normalised',
    'permissions.origins ends in a slash.',
    at(
      both(on.mint, asks('allowedOrigins')),
      edit(
        ifOk(
          json((body, { request }) => ({
            ...body,
            permissions: { origins: list(request, 'allowedOrigins').map((origin) => `${origin}/`) },
          })),
        ),
      ),
    ),
  ),
  mutant(
    'm-TOK-12-any-number-of-origins',
    'Twenty-one origins are accepted.',
    at(
      (r) => on.mint(r) && list(r, 'allowedOrigins').length > 20,
      sentJson((body) => ({ ...body, allowedOrigins: (body['allowedOrigins'] as string[]).slice(0, 20) })),
    ),
  ),
  mutant(
    'm-TOK-13-any-length-of-origin',
    'An origin of 262 characters is accepted.',
    at(
      (r) => on.mint(r) && list(r, 'allowedOrigins').some((origin) => origin.length > 253),
      sentJson((body) => ({ ...body, allowedOrigins: ['https://app.example.com'] })),
    ),
  ),
  mutant(
    'm-TOK-14-any-spelling-of-origin',
    'Origins that are not canonical are accepted.',
    at(
      (r) =>
        on.mint(r) && list(r, 'allowedOrigins').some((origin) => /app\.example\.com(\/|:443)$/i.test(origin)),
      sentJson((body) => ({ ...body, allowedOrigins: ['https://app.example.com'] })),
    ),
  ),
  mutant(
    'm-TOK-15-any-scheme',
    'capacitor://localhost is accepted as an origin.',
    at(
      (r) => on.mint(r) && list(r, 'allowedOrigins').includes('capacitor://localhost'),
      sentJson((body) => ({ ...body, allowedOrigins: ['https://app.example.com'] })),
    ),
  ),
  mutant(
    'm-TOK-16-constraints-not-repeated',
    'constraints are not repeated.',
    at((r) => on.mint(r) && duration(r) === 10, edit(ifOk(set('constraints', null)))),
  ),
  mutant(
    'm-TOK-17-any-duration',
    'A session duration of 9 s is accepted.',
    at(
      (r) => on.mint(r) && duration(r) === 9,
      sentJson((body) => ({ ...body, constraints: { realtime: { maxSessionDuration: 10 } } })),
    ),
  ),
  mutant(
    'm-TOK-18-empty-permissions',
    'permissions is an object though nothing was restricted.',
    at(both(on.mint, noOptions), edit(ifOk(set('permissions', { models: [] })))),
  ),
  mutant(
    'm-TOK-19-empty-constraints',
    'constraints is an object though none were asked for.',
    at(both(on.mint, noOptions), edit(ifOk(set('constraints', { realtime: {} })))),
  ),
  mutant(
    'm-TOK-20-flat-metadata-only',
    'Nested metadata is refused.',
    at(both(on.mint, asks('metadata')), refuse('body.metadata.nested')),
  ),
  mutant(
    'm-TOK-21-hs256',
    'The JWT names HS256.',
    at(
      on.mint,
      edit(
        ifOk(
          json((body) => {
            const [, claims, signature] = String(body['token']).split('.');
            const head = Buffer.from('{"alg":"HS256","typ":"JWT"}').toString('base64url');
            return { ...body, token: [head, claims, signature].join('.') };
          }),
        ),
      ),
    ),
  ),
  mutant('m-TOK-22-token-mints-token', 'A client token can mint another.', actsAsAccount(on.mint)),
  mutant(
    'm-TOK-23-unknown-key-forbidden',
    'A mint with an unknown key answers 403.',
    at(on.mint, edit(ifStatus(401, status(403)))),
  ),
  mutant(
    'm-TOK-23-unknown-key-accepted',
    'A mint with an unknown key yields a token.',
    at(
      both(on.mint, fromUnknownKey),
      instead((request) => withKeyOf(request, 'dct_mutant')),
    ),
    { entails: ['TOK-24', 'ERR-20'] },
  ),
  mutant(
    'm-TOK-24-other-words',
    'The 401 of a mint says detail.',
    at(
      on.mint,
      edit(
        ifStatus(
          401,
          json(() => ({ detail: 'Invalid API key' })),
        ),
      ),
    ),
    { entails: ['ERR-20'] },
  ),
  mutant(
    'm-TOK-25-missing-key-401',
    'A mint without the key header answers 401.',
    at(both(on.mint, withoutKey), edit(status(401))),
  ),
  mutant(
    'm-TOK-26-tokens-listed',
    'GET /v1/client/tokens answers a list.',
    at((r) => r.method === 'GET' && r.path === '/v1/client/tokens', answer(200, [])),
  ),
  mutant(
    'm-TOK-27-case-matters',
    'Only the spelling x-api-key is understood.',
    at(
      (r) => r.spelling.some((name) => /^x-api-key$/i.test(name) && name !== 'x-api-key'),
      refuse('header.x-api-key'),
    ),
  ),
  mutant('m-TOK-28-lives-for-ever', 'A token past its expiry still works.', actsAsAccount(on.quota)),
  mutant(
    'm-TOK-29-token-for-realtime-only',
    'A client token cannot read the quota.',
    at(
      (r) => on.quota(r) && (r.headers['x-api-key'] ?? '').startsWith('ek_'),
      answer(401, { detail: 'Invalid API key' }),
    ),
  ),
  mutant(
    'm-TOK-30-same-token-again',
    'A second mint without options gives the first token again.',
    repeats(both(on.mint, noOptions, withKey, (r) => !(r.headers['x-api-key'] ?? '').startsWith('ek_'))),
  ),
  mutant(
    'm-TOK-31-called-text',
    'The answer of a mint is called text/plain.',
    at(on.mint, edit(ifOk(header('content-type', 'text/plain')))),
  ),
  mutant(
    'm-TOK-31-not-called-anything',
    'The answer of a mint has no media type.',
    at(on.mint, edit(ifOk(noHeader('content-type')))),
  ),
  mutant(
    'm-TOK-32-broken-json-400',
    'A body that is no JSON answers 400.',
    at((r) => on.mint(r) && r.body.length > 0 && jsonOf(r) === undefined, answer(400, { detail: 'bad' })),
  ),
  mutant(
    'm-TOK-33-canonical-only',
    'allowedModels refuses -latest names.',
    at(
      (r) => on.mint(r) && list(r, 'allowedModels').join() === 'lucy-2.5,lucy-latest',
      refuse('body.allowedModels'),
    ),
  ),
  mutant(
    'm-TOK-34-unnamed',
    'A lifetime out of bounds answers 400 without naming it.',
    at(
      (r) => on.mint(r) && [0, -1, 3601].includes(Number(bodyField(r, 'expiresIn'))),
      answer(400, { error: 'Bad request' }),
    ),
  ),
  mutant(
    'm-TIM-01-clock-ahead',
    'expiresAt is ten seconds too late where no lifetime was asked.',
    at(
      both(on.mint, noOptions),
      edit(
        ifOk(
          json((body) => ({
            ...body,
            expiresAt: new Date(Date.parse(String(body['expiresAt'])) + 10_000).toISOString(),
          })),
        ),
      ),
    ),
    { entails: ['TOK-05'] },
  ),
  mutant(
    'm-ERR-02-detail-is-text',
    'The 422 of a missing key has a text as detail.',
    at(
      both(on.mint, withoutKey),
      edit((reply) => setBody(reply, '{"detail":"Field required"}')),
    ),
    { entails: ['ERR-03'] },
  ),
  mutant(
    'm-ERR-03-place-in-capitals',
    'The missing key is reported as X-API-KEY.',
    at(
      both(on.mint, withoutKey),
      edit((reply) => setBody(reply, reply.body.toString().replace('x-api-key', 'X-API-KEY'))),
    ),
  ),
];
