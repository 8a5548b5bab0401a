import { REDACTED } from './mark.js';
import { redactText } from './redact-text.js';
import { isSecretParameter } from './request-secrets.js';

/** A path with its query, without secrets. `mark` names the value of a secret parameter, e.g. `account-1`. */
export function redactUrl(url: string, mark: (value: string) => string = () => REDACTED): string {
  const at = url.indexOf('?');
  if (at < 0) return redactText(url);
  const pairs = url.slice(at + 1).split('&');
  return `${redactText(url.slice(0, at))}?${pairs.map((pair) => redactPair(pair, mark)).join('&')}`;
}

function redactPair(pair: string, mark: (value: string) => string): string {
  const [[name, value] = ['', '']] = new URLSearchParams(pair);
  if (value === '' || !isSecretParameter(name)) return redactText(pair);
  return `${redactText(pair.slice(0, pair.indexOf('=')))}=${mark(value)}`;
}
