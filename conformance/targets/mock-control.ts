import { controlHeaders } from './control-headers.js';
import { reason } from '../traffic/http.js';
import { CaseAbort } from '../engine/case-abort.js';
import type { Control } from './target.js';

/** No control call takes as long. */
const timeoutMs = 15_000;

/** Controls the mock server of this project through `/_mock`. */
export function mockControl(base: string): Control {
  const call = async (method: string, path: string, key: string, body?: unknown) => {
    const request = `${method} ${base}/_mock${path}`;
    const unanswered = (fault: unknown): never => {
      const late = fault instanceof DOMException && fault.name === 'TimeoutError';
      const message = `The mock server did not answer its control API: ${request}: ${reason(fault)}`;
      throw new CaseAbort(late ? 'hung' : 'crashed', message);
    };
    const response = await fetch(`${base}/_mock${path}`, {
      method,
      signal: AbortSignal.timeout(timeoutMs),
      headers: {
        ...controlHeaders(key),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }).catch(unanswered);
    if (!response.ok)
      throw new Error(
        `The mock server refused ${request}: ${response.status} ${await response.text().catch(unanswered)}`,
      );
  };
  return {
    hold: async (key) => {
      await call('POST', '/reset', key);
      await call('PUT', '/clock', key, { mode: 'manual' });
    },
    advance: (key, ms) => call('POST', '/clock/advance', key, { by: ms }),
    hangJobs: (key) =>
      call('POST', '/rules', key, { operation: 'jobs.submit', effect: { type: 'plan', outcome: 'hang' } }),
    rule: (key, rule) => call('POST', '/rules', key, rule),
    setQuota: (key, sessions) => call('PUT', '/quota', key, { maxConcurrentSessions: sessions }),
    setCredits: (key, balance) => call('PUT', '/credits', key, { balance, autoTopUp: null }),
  };
}
