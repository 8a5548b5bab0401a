import {
  answer,
  edit,
  ifOk,
  header,
  json,
  noHeader,
  refuse,
  rename,
  editRequestJson,
  set,
  setBody,
  status,
  withKeyOf,
} from '../changes.js';
import { mutant, socketMutant, type MutantCall, type MutantChange, type Mutant } from '../mutant.js';
import { at, bodyField, both, jsonOf, on, withKey, withoutKey, type MutantWhen } from '../when.js';
import { hasOption, list } from './tokens-when.js';

const noOptions: MutantWhen = (request) =>
  [undefined, null].includes(jsonOf(request) as null) || request.body.equals(Buffer.from('{}'));

/** Repeats the first answer for every later request of a key. */
const repeats =
  (there: MutantWhen): MutantChange =>
  async (call: MutantCall) => {
    const name = `first of ${call.request.headers['x-api-key'] ?? ''}`;
    const first = call.memory.get(name) as Awaited<ReturnType<MutantChange>> | undefined;
    if (there(call.request) && first) return { ...first, headers: { ...first.headers } };
    const reply = await call.forward();
    if (there(call.request)) call.memory.set(name, { ...reply, headers: { ...reply.headers } });
    return reply;
  };

export const tokenMintMutants: readonly Mutant[] = [
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
    'expiresAt is named expires_at.',
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
    'The default lifetime of a token is ten minutes, as in 2025.',
    at(
      both(on.mint, withKey, noOptions),
      editRequestJson(() => ({ expiresIn: 600 })),
    ),
    { entails: ['TIM-01'] },
  ),
  mutant(
    'm-TOK-06-capped',
    'A lifetime above ten minutes is shortened to ten.',
    at(
      both(on.mint, hasOption('expiresIn', 3600)),
      editRequestJson((body) => ({ ...body, expiresIn: 600 })),
    ),
  ),
  mutant(
    'm-TOK-06-one-second-refused',
    'A lifetime of one second is refused.',
    at(both(on.mint, hasOption('expiresIn', 1)), refuse('body.expiresIn')),
  ),
  mutant(
    'm-TOK-07-no-upper-bound',
    'A lifetime of 3601 s is accepted.',
    at(
      both(on.mint, hasOption('expiresIn', 3601)),
      editRequestJson((body) => ({ ...body, expiresIn: 3600 })),
    ),
    { entails: ['TOK-34'] },
  ),
  mutant(
    'm-TOK-07-no-lower-bound',
    'A lifetime of 0 s is accepted.',
    at(
      both(on.mint, hasOption('expiresIn', 0)),
      editRequestJson((body) => ({ ...body, expiresIn: 1 })),
    ),
    { entails: ['TOK-34'] },
  ),
  mutant(
    'm-TOK-08-word-ignored',
    'A lifetime that is a word is ignored.',
    at(
      both(on.mint, hasOption('expiresIn', 'soon')),
      editRequestJson(() => ({})),
    ),
  ),
  mutant(
    'm-TOK-18-empty-permissions',
    'permissions is an object without restrictions.',
    at(both(on.mint, noOptions), edit(ifOk(set('permissions', { models: [] })))),
  ),
  mutant(
    'm-TOK-19-empty-constraints',
    'constraints is an object without constraints in the request.',
    at(both(on.mint, noOptions), edit(ifOk(set('constraints', { realtime: {} })))),
  ),
  mutant(
    'm-TOK-20-flat-metadata-only',
    'Nested metadata is refused.',
    at(both(on.mint, hasOption('metadata')), refuse('body.metadata.nested')),
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
  mutant(
    'm-TOK-30-same-token-again',
    'A second mint without options answers the first token again.',
    repeats(both(on.mint, noOptions, withKey, (r) => !(r.headers['x-api-key'] ?? '').startsWith('ek_'))),
  ),
  mutant(
    'm-TOK-31-called-text',
    'The answer of a mint is labelled text/plain.',
    at(on.mint, edit(ifOk(header('content-type', 'text/plain')))),
  ),
  mutant(
    'm-TOK-31-not-called-anything',
    'The answer of a mint has no media type.',
    at(on.mint, edit(ifOk(noHeader('content-type')))),
  ),
  mutant(
    'm-TOK-32-broken-json-400',
    'A body that is not JSON answers 400.',
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
    'expiresAt is ten seconds too late without expiresIn.',
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
    'The 422 of a missing key has a string as detail.',
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
