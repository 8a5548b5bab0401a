import { exportJWK, generateKeyPair, SignJWT, decodeJwt, type JWTPayload } from 'jose';
import { answer, edit, json, readJson, setBody } from '../changes.js';
import { mutant, type MutantChange, type Memory, type Mutant } from '../mutant.js';
import { at, on } from '../when.js';

const kid = 'mutant';
type Keys = Awaited<ReturnType<typeof generateKeyPair>>;

/** The key pair of the mutant, generated once. */
function keysOf(memory: Memory): Promise<Keys> {
  const known = memory.get('keys') as Promise<Keys> | undefined;
  const made = known ?? generateKeyPair('EdDSA', { extractable: true });
  memory.set('keys', made);
  return made;
}

/** Signs every token again with other claims, and publishes the key. */
export const claiming =
  (alter: (claims: JWTPayload) => JWTPayload): MutantChange =>
  async (call) => {
    const { request, memory } = call;
    const reply = await call.forward();
    const { privateKey, publicKey } = await keysOf(memory);
    const body = readJson(reply);
    if (on.keySet(request)) {
      const key = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'EdDSA' };
      setBody(reply, JSON.stringify({ keys: [key] }));
    } else if (on.mint(request) && typeof body?.['token'] === 'string') {
      const token = await new SignJWT(alter(decodeJwt(body['token'])))
        .setProtectedHeader({ alg: 'EdDSA', kid })
        .sign(privateKey);
      setBody(reply, JSON.stringify({ ...body, token }));
    }
    return reply;
  };

export const tokenSignatureMutants: Mutant[] = [
  mutant(
    'm-TOK-60-no-key-set',
    'The key set is not published.',
    at(on.keySet, answer(404, { detail: 'Not Found' })),
  ),
  mutant(
    'm-TOK-60-other-key',
    'The published key is not the signing key.',
    at(
      on.keySet,
      edit(
        json((body) => ({
          keys: (body['keys'] as object[]).map((key) => ({
            ...key,
            x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
          })),
        })),
      ),
    ),
  ),
  mutant(
    'm-TOK-60-key-without-name',
    'The key that a token names is not in the set.',
    at(
      on.keySet,
      edit(
        json((body) => ({
          keys: (body['keys'] as object[]).map((key) => ({ ...key, kid: 'of-last-year' })),
        })),
      ),
    ),
  ),
  mutant(
    'm-TOK-62-other-issuer',
    'The token names the API as its issuer.',
    claiming((claims) => ({ ...claims, iss: 'https://api.decart.ai' })),
  ),
  mutant(
    'm-TOK-62-empty-sub',
    'The sub of the token is empty.',
    claiming((claims) => ({ ...claims, sub: '' })),
  ),
  mutant(
    'm-TOK-63-unlimited',
    'The limits of the token are not signed.',
    claiming((claims) => ({
      ...claims,
      models: undefined,
      origins: undefined,
      constraints: undefined,
    })),
  ),
  mutant(
    'm-TOK-64-an-hour',
    'Every token is signed for an hour.',
    claiming((claims) => ({ ...claims, exp: (claims.iat ?? 0) + 3600 })),
  ),
];
