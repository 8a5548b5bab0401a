import type { Control } from './target.js';

/** No order to a stand-in takes as long. */
const patienceMs = 15_000;

/** Steers the stand-in of this project through its control API under `/_mock`. */
export function mockControl(base: string): Control {
  const call = async (method: string, path: string, key: string, body?: unknown) => {
    const response = await fetch(`${base}/_mock${path}`, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      headers: { 'x-api-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(
        `The stand-in refused ${method} /_mock${path}: ${response.status} ${await response.text()}`,
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
    setQuota: (key, sessions) => call('PUT', '/quota', key, { sessions }),
    setCredits: (key, balance) => call('PUT', '/credits', key, { balance, autoTopUp: null }),
  };
}
