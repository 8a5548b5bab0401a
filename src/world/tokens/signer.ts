import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import type { JWK, JWTPayload } from 'jose';
import type { Random } from '../random/random.js';

/** DER in front of the 32 bytes of a raw Ed25519 private key (RFC 8410). */
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

interface SigningKeys {
  readonly private: KeyObject;
  readonly public: KeyObject;
  readonly kid: string;
}

function makeKeys(random: Random): SigningKeys {
  const der = Buffer.concat([PKCS8_ED25519, random.bytes(32)]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  // The id is as long as the service's in an SDK's own test (facts: sdk-javascript-0.2.md 6).
  return { private: key, public: createPublicKey(key), kid: random.id(32) };
}

/** Signs client tokens (EdDSA) and serves the public half. The key comes from the seed. */
export class TokenSigner {
  #made: SigningKeys | undefined;

  constructor(readonly random: Random) {}

  /** Made on first use: most runs sign nothing, and starting must be fast. */
  get #keys(): SigningKeys {
    return (this.#made ??= makeKeys(this.random));
  }

  /** Whether a text has the form of a JWT. */
  static isJwt(text: string): boolean {
    return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
  }

  async sign(claims: JWTPayload): Promise<string> {
    const { SignJWT } = await import('jose');
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'EdDSA', kid: this.#keys.kid, typ: 'JWT' })
      .sign(this.#keys.private);
  }

  /** The id in a JWT of this server; undefined for any other text. Does not check expiry: `Tokens.use` does. */
  async verify(jwt: string): Promise<string | undefined> {
    const { compactVerify, errors } = await import('jose');
    try {
      const { payload } = await compactVerify(jwt, this.#keys.public, { algorithms: ['EdDSA'] });
      const claims = JSON.parse(new TextDecoder().decode(payload)) as JWTPayload;
      return claims.jti;
    } catch (error) {
      if (error instanceof errors.JOSEError) return undefined;
      throw error;
    }
  }

  /** The body of the JWKS route. */
  jwks(): { keys: JWK[] } {
    const { kid, public: key } = this.#keys;
    const jwk = key.export({ format: 'jwk' });
    return {
      keys: [
        {
          kty: 'OKP',
          crv: 'Ed25519',
          ...(jwk.x !== undefined && { x: jwk.x }),
          kid,
          use: 'sig',
          alg: 'EdDSA',
        },
      ],
    };
  }
}
