import { exportJWK, generateKeyPair, SignJWT, decodeJwt, type JWTPayload } from 'jose';
import { answer, edit, json, readJson, setBody } from '../changes.js';
import { mutant, socketMutant, type Memory, type Mutant } from '../mutant.js';
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

/** The tokens of the original server, by those that were signed in their place. */
const originalsOf = (memory: Memory) => (memory.get('originals') ?? new Map()) as Map<string, string>;

/** A request or upgrade with the original's own token, which alone the original admits. */
function withOriginal<T extends { path: string; headers: Record<string, string> }>(
  asked: T,
  memory: Memory,
): T {
  const headers = { ...asked.headers };
  let { path } = asked;
  for (const [signed, original] of originalsOf(memory)) {
    path = path.replace(signed, original);
    if (headers['x-api-key'] === signed) headers['x-api-key'] = original;
  }
  return { ...asked, path, headers };
}

/** Signs every token again with other claims, publishes the key, and admits these tokens. */
export const claimsMutant = (id: string, title: string, alter: (claims: JWTPayload) => JWTPayload): Mutant =>
  socketMutant(id, title, {
    upgrade: withOriginal,
    change: async (call) => {
      const { request, memory } = call;
      const reply = await call.forward(withOriginal(request, memory));
      const { privateKey, publicKey } = await keysOf(memory);
      const body = readJson(reply);
      if (on.keySet(request)) {
        const key = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg: 'EdDSA' };
        setBody(reply, JSON.stringify({ keys: [key] }));
      } else if (on.mint(request) && typeof body?.['token'] === 'string') {
        const original = body['token'];
        const token = await new SignJWT(alter(decodeJwt(original)))
          .setProtectedHeader({ alg: 'EdDSA', kid })
          .sign(privateKey);
        memory.set('originals', originalsOf(memory).set(token, original));
        setBody(reply, JSON.stringify({ ...body, token }));
      }
      return reply;
    },
  });

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
  claimsMutant('m-TOK-62-other-issuer', 'The token names the API as its issuer.', (claims) => ({
    ...claims,
    iss: 'https://api.decart.ai',
  })),
  claimsMutant('m-TOK-62-empty-sub', 'The sub of the token is empty.', (claims) => ({ ...claims, sub: '' })),
  claimsMutant('m-TOK-63-unlimited', 'The limits of the token are not signed.', (claims) => ({
    ...claims,
    models: undefined,
    origins: undefined,
    constraints: undefined,
  })),
  claimsMutant('m-TOK-64-an-hour', 'Every token is signed for an hour.', (claims) => ({
    ...claims,
    exp: (claims.iat ?? 0) + 3600,
  })),
];
