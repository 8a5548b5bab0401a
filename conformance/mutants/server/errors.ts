import { answer, drop, edit, header, ifOk, ifStatus, json, set, setBody, status } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, jsonOf, on, withoutKey } from '../when.js';

export const errorMutants: Mutant[] = [
  mutant(
    'm-ERR-01-entry-without-msg',
    'The entries of a 422 have no msg.',
    at(
      on.process,
      edit(
        ifStatus(
          422,
          json((body) => ({ detail: withoutMsg(body['detail']) })),
        ),
      ),
    ),
  ),
  mutant(
    'm-ERR-04-other-words',
    'The 401 of the quota has the text of tokens.',
    at(
      on.quota,
      edit(
        ifStatus(
          401,
          json(() => ({ detail: 'Invalid or expired API key' })),
        ),
      ),
    ),
  ),
  mutant(
    'm-ERR-04-forbidden',
    'The quota of an unknown key answers 403.',
    at(on.quota, edit(ifStatus(401, status(403)))),
    { entails: ['TOK-28'] },
  ),
  mutant(
    'm-ERR-05-unknown-path-400',
    'An unknown path answers 400.',
    at((r) => r.path === '/v1/nothing/here', edit(status(400))),
  ),
  mutant(
    'm-ERR-06-unknown-method-404',
    'An unknown method answers 404.',
    at((r) => r.method === 'PUT', edit(status(404))),
  ),
  mutant(
    'm-ERR-07-html',
    'Errors are HTML pages.',
    at(
      (r) => r.path === '/v1/nothing/here',
      edit((reply) => setBody(reply, '<h1>Not Found</h1>'), header('content-type', 'text/html')),
    ),
    { entails: ['ERR-05'] },
  ),
  mutant(
    'm-ERR-08-key-repeated',
    'The 401 of a mint repeats the key.',
    at(
      on.mint,
      edit(
        ifStatus(
          401,
          json((body, { request }) => ({ ...body, key: request.headers['x-api-key'] })),
        ),
      ),
    ),
    { entails: ['TOK-24'] },
  ),
  mutant(
    'm-ERR-09-prototype-500',
    'A job called __proto__ is a server error.',
    at((r) => r.path === '/v1/jobs/__proto__', answer(500, { detail: 'Internal Server Error' })),
  ),
  mutant(
    'm-ERR-09-path-trick',
    'A file id with a path traversal answers 200.',
    at((r) => r.path.startsWith('/v1/files/..%2f'), answer(200, {})),
  ),
  mutant(
    'm-ERR-11-broken-json-500',
    'Invalid JSON is a server error.',
    at((r) => on.resolve(r) && jsonOf(r) === undefined, answer(500, { detail: 'Internal Server Error' })),
  ),
  mutant(
    'm-ERR-15-active-missing',
    'The quota lacks active.',
    at(on.quota, edit(ifStatus(200, drop('active')))),
    { entails: ['ERR-17', 'RT-37', 'RT-45'] },
  ),
  mutant(
    'm-ERR-16-missing-key-401',
    'The quota without a key answers 401.',
    at(both(on.quota, withoutKey), edit(status(401))),
  ),
  mutant(
    'm-ERR-17-does-not-add-up',
    'remaining is the limit, whatever is active.',
    at(on.quota, edit(ifStatus(200, set('limit', 3), set('active', 2), set('remaining', 3)))),
  ),
  mutant(
    'm-ERR-18-no-verify',
    'The watermark check answers 404.',
    at(on.verify, answer(404, { detail: 'Not Found' })),
  ),
  mutant(
    'm-ERR-20-one-envelope',
    'The 401 of a mint uses detail in place of error.',
    at(
      on.mint,
      edit(
        ifStatus(
          401,
          json((body) => ({ detail: body['error'] })),
        ),
      ),
    ),
    { entails: ['TOK-24'] },
  ),
  mutant(
    'm-ERR-15-limit-is-text',
    'The limit of the quota is a string.',
    at(on.quota, edit(ifOk(set('limit', '3')))),
    { entails: ['ERR-17'] },
  ),
];

const withoutMsg = (detail: unknown) =>
  (detail as Record<string, unknown>[]).map((entry) => ({ ...entry, msg: undefined }));
