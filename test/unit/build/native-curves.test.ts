import { createRequire } from 'node:module';
import { expect, test } from 'vitest';

const here = createRequire(import.meta.url);
// werift brings the real packages along.
const werift = createRequire(here.resolve('werift'));
interface Nacl {
  readonly box: { keyPair(): { publicKey: Uint8Array; secretKey: Uint8Array } };
  scalarMult(secretKey: Uint8Array, publicKey: Uint8Array): Uint8Array;
}
interface Curve {
  readonly utils: { randomPrivateKey(): Uint8Array };
  getPublicKey(privateKey: Uint8Array, compressed: boolean): Uint8Array;
  getSharedSecret(privateKey: Uint8Array, publicKey: Uint8Array): Uint8Array;
}
const ours = here('../../../scripts/build/native-curves.cjs') as Nacl & { readonly p256: Curve };
const nacl = werift('tweetnacl') as Nacl;
const { p256 } = werift('@noble/curves/p256') as { readonly p256: Curve };

test('X25519: both sides agree with tweetnacl', () => {
  const [one, two] = [ours.box.keyPair(), nacl.box.keyPair()];
  const secret = Buffer.from(ours.scalarMult(one.secretKey, two.publicKey));
  expect(secret).toEqual(Buffer.from(nacl.scalarMult(two.secretKey, one.publicKey)));
  expect(secret).toEqual(Buffer.from(nacl.scalarMult(one.secretKey, two.publicKey)));
  // werift reads the whole memory of a key.
  expect([one.publicKey.buffer.byteLength, one.secretKey.buffer.byteLength]).toEqual([32, 32]);
});

test('P-256: both sides agree with @noble/curves', () => {
  const [one, two] = [ours.p256.utils.randomPrivateKey(), p256.utils.randomPrivateKey()];
  expect(one).toHaveLength(32);
  expect(Buffer.from(ours.p256.getPublicKey(one, false))).toEqual(Buffer.from(p256.getPublicKey(one, false)));
  const x = (point: Uint8Array): Buffer => Buffer.from(point).subarray(1);
  const secret = x(ours.p256.getSharedSecret(one, p256.getPublicKey(two, false)));
  expect(secret).toEqual(x(p256.getSharedSecret(two, ours.p256.getPublicKey(one, false))));
  expect(() => ours.p256.getSharedSecret(one, new Uint8Array(65))).toThrow();
});
