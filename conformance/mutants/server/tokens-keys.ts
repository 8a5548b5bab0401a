import { answer, edit, ifStatus, editRequest, json, refuse, status, withKeyOf } from '../changes.js';
import { mutant, type MutantChange, type Mutant } from '../mutant.js';
import { at, both, on, withoutKey, type MutantWhen } from '../when.js';

const fromUnknownKey: MutantWhen = (request) => (request.headers['x-api-key'] ?? '').startsWith('ek_this');

/** Remembers the account of each minted token, and sends that key in place of the token. */
const actsAsAccount =
  (there: MutantWhen): MutantChange =>
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

export const tokenKeyMutants: readonly Mutant[] = [
  mutant('m-TOK-22-token-mints-token', 'A client token can mint another.', actsAsAccount(on.mint)),
  mutant(
    'm-TOK-23-unknown-key-forbidden',
    'A mint with an unknown key answers 403.',
    at(on.mint, edit(ifStatus(401, status(403)))),
  ),
  mutant(
    'm-TOK-23-unknown-key-accepted',
    'A mint with an unknown key succeeds.',
    at(
      both(on.mint, fromUnknownKey),
      editRequest((request) => withKeyOf(request, 'dct_mutant')),
    ),
    { entails: ['TOK-24', 'ERR-20'] },
  ),
  mutant(
    'm-TOK-24-other-words',
    'The 401 of a mint uses detail in place of error.',
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
    'The name of the key header is case-sensitive.',
    at(
      (r) => r.spelling.some((name) => /^x-api-key$/i.test(name) && name !== 'x-api-key'),
      refuse('header.x-api-key'),
    ),
  ),
  mutant('m-TOK-28-lives-for-ever', 'An expired token still works.', actsAsAccount(on.quota)),
  mutant(
    'm-TOK-29-token-for-realtime-only',
    'A client token cannot read the quota.',
    at(
      (r) => on.quota(r) && (r.headers['x-api-key'] ?? '').startsWith('ek_'),
      answer(401, { detail: 'Invalid API key' }),
    ),
  ),
];
