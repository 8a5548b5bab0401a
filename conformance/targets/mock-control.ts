import { controlHeaders } from './control-headers.js';
import { reason } from '../traffic/http.js';
import { CaseAbort } from '../engine/case-abort.js';
import type { Control } from './target.js';

/** No control call takes as long. */
const timeoutMs = 15_000;

/** Controls the mock server of this project through `/_mock`. */
export function mockControl(base: string): Control {
  const call = async (method: string, path: string, key: string, body?: unknown): Promise<unknown> => {
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
    return response.json().catch(unanswered);
  };
  const send = async (...request: Parameters<typeof call>): Promise<void> => void (await call(...request));
  return {
    hold: async (key) => {
      await send('POST', '/reset', key);
      await send('PUT', '/clock', key, { mode: 'manual' });
    },
    advance: (key, ms) => send('POST', '/clock/advance', key, { by: ms }),
    hangJobs: (key) =>
      send('POST', '/rules', key, { operation: 'jobs.submit', effect: { type: 'plan', outcome: 'hang' } }),
    rule: (key, rule) => send('POST', '/rules', key, rule),
    setQuota: (key, sessions) => send('PUT', '/quota', key, { maxConcurrentSessions: sessions }),
    setAllowedModels: (key, models) => send('PUT', '/permissions', key, { allowedModels: models }),
    setCatalogueDate: async (key, day) => {
      const saved = (await call('GET', '/snapshot', key)) as object;
      await send('PUT', '/snapshot', key, { ...saved, catalogueDate: Date.parse(day) });
    },
    setCredits: (key, balance) => send('PUT', '/credits', key, { balance, autoTopUp: null }),
  };
}
