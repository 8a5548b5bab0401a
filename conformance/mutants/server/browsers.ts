import { answer, edit, header, ifOk, noHeader, status } from '../changes.js';
import { mutant, type Mutant } from '../mutant.js';
import { at, both, on, withOrigin, type MutantWhen } from '../when.js';

const head: MutantWhen = ({ method }) => method === 'HEAD';
const bareOptions: MutantWhen = (request) => request.method === 'OPTIONS' && !on.preflight(request);

/** Mutants of CORS, HEAD and OPTIONS. */
export const browserMutants: Mutant[] = [
  mutant(
    'm-ERR-12-no-preflight',
    'Preflights answer 405.',
    at(on.preflight, answer(405, { detail: 'Method Not Allowed' })),
    { entails: ['ERR-25'] },
  ),
  mutant(
    'm-ERR-12-key-not-allowed',
    'Preflights do not allow x-api-key.',
    at(on.preflight, edit(header('access-control-allow-headers', 'content-type'))),
    { entails: ['ERR-25'] },
  ),
  mutant(
    'm-ERR-12-no-delete',
    'Preflights do not allow DELETE.',
    at(on.preflight, edit(header('access-control-allow-methods', 'GET, POST'))),
  ),
  mutant(
    'm-ERR-13-no-cors',
    'Answers have no CORS header.',
    at((r) => withOrigin(r) && !on.preflight(r), edit(noHeader('access-control-allow-origin'))),
  ),
  mutant(
    'm-ERR-13-errors-without-cors',
    'Answers to submits have no CORS header.',
    at(both(on.submit, withOrigin), edit(noHeader('access-control-allow-origin'))),
  ),
  mutant(
    'm-ERR-23-head-not-found',
    'HEAD answers 404 where GET answers 200.',
    at(head, edit(ifOk(status(404)))),
  ),
  mutant(
    'm-ERR-23-head-of-nothing',
    'HEAD says that the length is 0.',
    at(head, edit(header('content-length', '0'))),
  ),
  mutant(
    'm-ERR-24-options-breaks',
    'OPTIONS without an Origin is a 500.',
    at(bareOptions, answer(500, { detail: 'Internal Server Error' })),
  ),
  mutant(
    'm-ERR-25-agent-not-allowed',
    'Preflights allow no user-agent.',
    at(on.preflight, edit(header('access-control-allow-headers', 'x-api-key, content-type'))),
  ),
  mutant(
    'm-ERR-26-cached-for-all',
    'The origin is repeated without Vary: Origin.',
    at(withOrigin, (call) =>
      edit(
        header('access-control-allow-origin', call.request.headers['origin'] ?? '*'),
        header('access-control-allow-credentials', 'true'),
        noHeader('vary'),
      )(call),
    ),
  ),
  mutant(
    'm-ERR-27-no-credentials',
    'The origin is repeated without allowing credentials.',
    at(withOrigin, (call) =>
      edit(
        header('access-control-allow-origin', call.request.headers['origin'] ?? '*'),
        header('vary', 'Origin'),
      )(call),
    ),
  ),
  mutant(
    'm-ERR-28-credentials-for-all',
    'Credentials are allowed to every origin.',
    at(withOrigin, edit(header('access-control-allow-credentials', 'true'))),
  ),
];
