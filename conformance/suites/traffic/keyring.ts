import { redact } from '../../engine/redact.js';
import type { Credential } from './trace.js';

const secretFields = /^(api_?key|token|x-api-key|authorization)$/i;
const longest = 2000;

/** Replaces every credential by a name, so that a trace distinguishes keys without containing any. */
export class Keyring {
  readonly #names = new Map<string, string>();

  /** The kind of a key and its name. */
  credential(key: string, where: Credential['where']): Credential {
    const kind = key.startsWith('ek_') ? 'client-token' : key.startsWith('eyJ') ? 'jwt' : 'account';
    return { kind, name: this.#nameOf(key, kind), where };
  }

  /** A JSON value with credentials replaced by their names and long texts cut. */
  redact(value: unknown, field = ''): unknown {
    if (typeof value === 'string') {
      if (secretFields.test(field) && value !== '') return `<${this.credential(value, 'header').name}>`;
      return this.text(
        value.length > longest ? `${value.slice(0, 60)}... (${value.length} characters)` : value,
      );
    }
    if (Array.isArray(value)) return value.map((each) => this.redact(each));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]): [string, unknown] => [name, this.redact(each, name)]),
    );
  }

  /** A text without the credentials seen so far and without anything that looks like one. */
  text(value: string): string {
    return redact(value, [...this.#names.keys()]);
  }

  /** The header and query credential of a request, and its path without it. */
  read(path: string, headers: Record<string, string>): { path: string; credential?: Credential } {
    const [bare = '', query] = path.split('?', 2);
    const search = new URLSearchParams(query ?? '');
    const header = headers['x-api-key'];
    const inQuery = search.get('api_key');
    const credential = header
      ? this.credential(header, 'header')
      : inQuery
        ? this.credential(inQuery, 'query')
        : undefined;
    for (const name of ['api_key', 'event_token', 'access_token']) {
      const value = search.get(name);
      if (value) search.set(name, this.credential(value, 'query').name);
    }
    const clean = query === undefined ? bare : `${bare}?${search.toString()}`;
    return { path: this.text(clean), ...(credential ? { credential } : {}) };
  }

  headers(headers: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        secretFields.test(name) || name === 'cookie' || name === 'set-cookie'
          ? '<redacted>'
          : this.text(value),
      ]),
    );
  }

  #nameOf(key: string, kind: Credential['kind']): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `${kind}-${this.#names.size + 1}`;
    this.#names.set(key, name);
    return name;
  }
}
