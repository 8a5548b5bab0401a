import { credentialForm, trimCredential } from '../../../src/contract/credential.js';
import { REDACTED } from '../../../src/contract/redaction/mark.js';
import { redactUrl } from '../../../src/contract/redaction/redact-url.js';
import { isSecretName } from '../../../src/contract/redaction/secret-names.js';
import { redact, withoutSecrets } from '../../engine/redact.js';
import type { Credential } from './trace.js';

const longest = 2000;

/** Replaces every credential by a name, so that a trace distinguishes keys without containing any. */
export class Keyring {
  readonly #names = new Map<string, string>();

  /** The kind of a key and its name. */
  credential(key: string, where: Credential['where']): Credential {
    const form = credentialForm(trimCredential(key));
    const kind = form === 'client-token' || form === 'jwt' ? form : 'account';
    return { kind, name: this.#nameOf(key, kind), where };
  }

  /** A JSON value with credentials replaced by their names and long texts cut. */
  redact(value: unknown, field = ''): unknown {
    if (typeof value === 'string') {
      if (isSecretName(field) && value !== '') return `<${this.credential(value, 'header').name}>`;
      const text = this.text(value);
      return value.length > longest ? `${text.slice(0, 60)}... (${value.length} characters)` : text;
    }
    if (isSecretName(field) && value !== null && value !== undefined) return REDACTED;
    if (Array.isArray(value)) return value.map((each) => this.redact(each));
    if (typeof value !== 'object' || value === null) return value;
    // A form field is {name, value}.
    const fieldName = 'name' in value && typeof value.name === 'string' ? value.name : 'value';
    return Object.fromEntries(
      Object.entries(value).map(([name, each]): [string, unknown] => [
        this.text(name),
        this.redact(each, name === 'value' ? fieldName : name),
      ]),
    );
  }

  /** A text without the credentials seen so far and without anything that looks like one. */
  text(value: string): string {
    return redact(value, [...this.#names.keys()]);
  }

  /** The header and query credential of a request, and its path without it. */
  read(path: string, headers: Record<string, string>): { path: string; credential?: Credential } {
    const search = new URLSearchParams(path.split('?')[1]);
    const header = headers['x-api-key'];
    const inQuery = search.get('api_key');
    const credential = header
      ? this.credential(header, 'header')
      : inQuery
        ? this.credential(inQuery, 'query')
        : undefined;
    const clean = redactUrl(path, (value) => this.credential(value, 'query').name);
    return { path: withoutSecrets(clean, [...this.#names.keys()]), ...(credential ? { credential } : {}) };
  }

  headers(headers: Record<string, string>): Record<string, string> {
    return Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        isSecretName(name) ? REDACTED : this.text(value),
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
