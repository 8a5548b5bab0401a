/**
 * The parts of `tweetnacl` and `@noble/curves` that werift uses, on Node's own crypto. In JavaScript a handshake's two
 * multiplications take 100 ms before V8 has optimised them.
 */
const {
  createECDH,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
} = require('node:crypto');

const KEY_BYTES = 32;
/** DER in front of a raw X25519 key (RFC 8410): a private one, and a public one. */
const PKCS8 = Buffer.from('302e020100300506032b656e04220420', 'hex');
const SPKI = Buffer.from('302a300506032b656e032100', 'hex');

/** The last bytes of a key in DER, in memory of their own: werift reads the whole of it. */
const raw = (der) => new Uint8Array(der.subarray(-KEY_BYTES));

const keyOf = (create, type, prefix, key) =>
  create({ key: Buffer.concat([prefix, key]), format: 'der', type });

/** As in `tweetnacl`. */
exports.box = {
  keyPair() {
    const { publicKey, privateKey } = generateKeyPairSync('x25519');
    return {
      publicKey: raw(publicKey.export({ format: 'der', type: 'spki' })),
      secretKey: raw(privateKey.export({ format: 'der', type: 'pkcs8' })),
    };
  },
};

/** As in `tweetnacl`. @throws Error for a point of small order */
exports.scalarMult = (secretKey, publicKey) =>
  new Uint8Array(
    diffieHellman({
      privateKey: keyOf(createPrivateKey, 'pkcs8', PKCS8, secretKey),
      publicKey: keyOf(createPublicKey, 'spki', SPKI, publicKey),
    }),
  );

/** With this private key, or a new one. */
function p256(privateKey) {
  const exchange = createECDH('prime256v1');
  if (privateKey) exchange.setPrivateKey(Buffer.from(privateKey));
  else exchange.generateKeys();
  return exchange;
}

/** As in `@noble/curves/p256`. @throws Error for bytes that are no point of the curve */
exports.p256 = {
  utils: { randomPrivateKey: () => padded(p256().getPrivateKey()) },
  getPublicKey: (privateKey) => p256(privateKey).getPublicKey(),
  /** A compressed point; werift takes the coordinate behind its first byte. */
  getSharedSecret: (privateKey, publicKey) =>
    Buffer.concat([Buffer.of(2), p256(privateKey).computeSecret(Buffer.from(publicKey))]),
};

/** Node leaves leading zeros out. */
const padded = (key) => Buffer.concat([Buffer.alloc(KEY_BYTES - key.length), key]);
