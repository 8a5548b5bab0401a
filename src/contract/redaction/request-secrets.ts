import { isSecretName } from './secret-names.js';
import { Striker } from './strike.js';

/** The headers and the URL of a request. */
export interface Carried {
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly url?: string | undefined;
}

/** Names that hold a secret in a URL, beside those that do everywhere: signed URLs and other services' keys. */
const IN_URL = /^(?:key|sig|signature|auth|code|hmac|x-amz-signature|x-goog-signature)$/i;

/** Whether the value of a URL's parameter is a secret, by its name. */
export const isSecretParameter = (name: string): boolean => IN_URL.test(name) || isSecretName(name);

/** Removes the credentials that a request carries, in a header or its URL, from texts about it. */
export function requestStriker({ headers, url = '' }: Carried): Striker {
  const inHeaders = Object.entries(headers)
    .filter(([name, value]) => value !== undefined && isSecretName(name))
    .flatMap(([, value]) => [value ?? ''].flat())
    .flatMap((value) => [value, value.replace(/^\w+ +/, '')]);
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '');
  const inUrl = [...query].filter(([name]) => isSecretParameter(name)).map(([, value]) => value);
  return new Striker([...inHeaders, ...inUrl].map((secret) => secret.trim()));
}
