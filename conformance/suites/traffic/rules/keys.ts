import { isLoopback } from '../../../targets/target.js';
import { defineRule, RuleReport } from '../rule.js';
import type { TracedCall, TracedSocket } from '../trace.js';

const all = (trace: { calls: TracedCall[]; connections: TracedSocket[] }) => [
  ...trace.calls,
  ...trace.connections,
];

export const browserKeys = defineRule({
  id: 'tokens.traffic/browser-keys',
  title: 'Browsers use client tokens, never the key of the account',
  requires: ['TOK-40'],
  needs: ['headers', 'credentials'],
  evaluate(trace) {
    const result = new RuleReport();
    const reported = new Set<string>();
    for (const each of all(trace)) {
      const { credential, headers = {} } = each;
      const browser =
        headers['origin'] ?? (headers['sec-fetch-mode'] === undefined ? undefined : 'a browser');
      // Node's own fetch sends sec-fetch-mode and nothing else of a browser.
      const real = headers['origin'] !== undefined || headers['sec-fetch-site'] !== undefined;
      if (!credential || browser === undefined || !real) continue;
      result.exercised('TOK-40');
      if (credential.kind !== 'account' || reported.has(credential.name)) continue;
      reported.add(credential.name);
      result.report({
        requirement: 'TOK-40',
        at: each.n,
        message: `The account key ${credential.name} was sent from ${browser}: anyone who opens that page can read it and spend the account's credits.`,
        fix: 'Mint a client token (POST /v1/client/tokens) on your server, limited by allowedOrigins and expiresIn, and give the page that one.',
      });
    }
    return result;
  },
});

export const clearKeys = defineRule({
  id: 'errors.traffic/keys-in-clear',
  title: 'No key is sent in clear beyond this machine',
  requires: ['ERR-43'],
  needs: ['credentials'],
  evaluate(trace) {
    const result = new RuleReport();
    const reported = new Set<string>();
    for (const each of all(trace)) {
      if (!each.credential || each.origin === undefined) continue;
      result.exercised('ERR-43');
      if (!/^(http|ws):/.test(each.origin) || isLoopback(each.origin) || reported.has(each.origin)) continue;
      reported.add(each.origin);
      const place = each.credential.where === 'query' ? 'in the address' : 'in a header';
      result.report({
        requirement: 'ERR-43',
        at: each.n,
        message: `${each.credential.name} was sent ${place} to ${each.origin}, in clear: any host on the path can read it.`,
        fix: 'Use https and wss.',
      });
    }
    return result;
  },
});
