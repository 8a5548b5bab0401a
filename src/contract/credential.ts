/**
 * What a text is as a credential of the API, before anything is known of its account. Every place that takes a credential
 * asks this: HTTP, WebSockets, the control API, the handles, the settings and the kit.
 */

/**
 * `empty`: no credential. `key`: the form of an account's API key. `client-token`: a short-lived `ek_...`. `jwt`: the
 * signed form of one. `malformed`: nothing that the service ever issued.
 */
export type CredentialForm = 'empty' | 'key' | 'client-token' | 'jwt' | 'malformed';

const MAX_KEY = 512;
const KEY = /^[\x21-\x7e]+$/;
const BASE64URL = /^[\w-]+$/;

/** The rule of keys as a sentence, for messages. */
export const KEY_RULE = `A key is up to ${MAX_KEY} printable ASCII characters, without spaces`;
const NOT_A_TOKEN = 'A client token (ek_... or a JWT) belongs to the key that minted it, and cannot be one';

/** A credential without the blanks around it, which HTTP does not count as part of a header's value (RFC 9110, 5.5). */
export const trimCredential = (text: string): string => text.replace(/^[ \t]+|[ \t]+$/g, '');

/** The form of a credential without blanks around it. That lengths and characters are bounded so is inferred. */
export function credentialForm(credential: string): CredentialForm {
  if (credential === '') return 'empty';
  if (!KEY.test(credential)) return 'malformed';
  if (credential.startsWith('ek_')) return 'client-token';
  if (beginsLikeJwt(credential)) return 'jwt';
  return credential.length > MAX_KEY ? 'malformed' : 'key';
}

/** Whether a text has the form of an API key. The service never issued any other. */
export const isKey = (text: string): boolean => credentialForm(text) === 'key';

/** Why a text cannot be an API key, as a sentence; undefined for a key. */
export function keyProblem(text: string): string | undefined {
  if (isKey(text)) return undefined;
  return isToken(text) ? NOT_A_TOKEN : KEY_RULE;
}

/** Whether a text has the form of a client token or of its JWT, valid or not. */
export function isToken(text: string): boolean {
  const form = credentialForm(text);
  return form === 'client-token' || form === 'jwt';
}

/** `eyJ` is `{"`; a header with blanks in it begins otherwise. */
function beginsLikeJwt(text: string): boolean {
  if (text.startsWith('eyJ')) return true;
  const header = text.slice(0, Math.max(0, text.indexOf('.')));
  if (!BASE64URL.test(header)) return false;
  const decoded = Buffer.from(header, 'base64url').toString('latin1').trim();
  return decoded.startsWith('{') && decoded.endsWith('}');
}
