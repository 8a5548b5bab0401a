/** Endings of names whose value may be a secret. */
export const SECRET_ENDINGS =
  '(?:token|secrets?|passwords?|passwd|passphrase|pwd|credentials?|authorization|cookies?|jwt|keys?)';
const ENDING = new RegExp(`(?:${SECRET_ENDINGS})[^a-z0-9]{0,4}$`, 'i');
const KEY = /^(.*?)([^a-z0-9]*)(keys?)[^a-z0-9]{0,4}$/is;
/** Words that make a key secret, also without a separator: `apikey`. */
const SECRET_KEY =
  /(?:api|queue|secret|private|access|account|client|auth|signing|encryption|livekit|master|license|ssh|service|session|admin|decart|mock)$/i;
/** Words that make a key harmless: it names a thing, or is public. */
const PLAIN_KEY =
  /(?:public|model|file|object|storage|cache|map|primary|foreign|partition|sort|range|idempotency|music|hot|arrow|color|chroma)$/i;
/** Longer names are judged by their end. */
const MAX_NAME = 200;

/**
 * Whether the value of a field, header or parameter is a secret, by the end of its name. Case and separators do not
 * matter. `key` alone is not one, as the key of a file is not; nor are `model_key`, `public_key` and `monkey`.
 */
export function isSecretName(name: string): boolean {
  const end = name.length > MAX_NAME ? name.slice(-MAX_NAME) : name;
  if (!ENDING.test(end)) return false;
  const [, before = '', separator, key = ''] = KEY.exec(end) ?? [];
  if (key === '' || SECRET_KEY.test(before)) return true;
  const ownWord = separator !== '' || (/[a-z0-9]$/.test(before) && key.startsWith('K'));
  return before !== '' && ownWord && !PLAIN_KEY.test(before);
}
