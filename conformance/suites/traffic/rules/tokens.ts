import { isCanonicalOrigin, canonicalOrigin } from '../../../../src/contract/origin.js';
import { defineRule, RuleReport } from '../rule.js';
import { latestEnd } from '../trace-span.js';
import { meaningOf, type TracedCall, type Trace } from '../trace.js';
import { fieldOf, namedCredential } from './fields-of.js';
import { groupBy } from './group-by.js';

export const mintRequests = defineRule({
  id: 'tokens.traffic/mint-requests',
  title: 'Tokens are minted by the account, with options within the limits',
  requires: ['TOK-42', 'TOK-43', 'TOK-45'],
  evaluate(trace) {
    const result = new RuleReport();
    for (const call of trace.calls.filter((each) => meaningOf(each).operation === 'mint')) {
      const body = call.sent?.json;
      result.exercised('TOK-42');
      if (call.credential) result.exercised('TOK-43');
      if (call.credential && call.credential.kind !== 'account') {
        result.report({
          requirement: 'TOK-43',
          at: call.n,
          message: `${call.credential.name} was used to mint a token; it answered ${call.status}.`,
          fix: 'Mint on your server with the key of the account.',
        });
      }
      for (const { message, fix } of outOfBounds(body))
        result.report({ requirement: 'TOK-42', at: call.n, message, fix });
      const origins = list(fieldOf(body, 'allowedOrigins'));
      if (origins.length > 0) result.exercised('TOK-45');
      for (const origin of origins.filter((each) => !isCanonicalOrigin(each))) {
        const meant = canonicalOrigin(origin);
        result.report({
          requirement: 'TOK-45',
          at: call.n,
          message: `The allowed origin "${origin}" is not in the form browsers send, so it would never match.`,
          fix:
            meant === undefined ? 'Send scheme, host and port: https://app.example.com.' : `Send ${meant}.`,
        });
      }
    }
    return result;
  },
});

const list = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : [];

function outOfBounds(body: unknown): { message: string; fix: string }[] {
  const faults: { message: string; fix: string }[] = [];
  const expiresIn = fieldOf(body, 'expiresIn');
  if (
    expiresIn !== undefined &&
    expiresIn !== null &&
    !(Number.isInteger(expiresIn) && Number(expiresIn) >= 1 && Number(expiresIn) <= 3600)
  ) {
    faults.push({
      message: `expiresIn was ${JSON.stringify(expiresIn)}.`,
      fix: 'Send 1 to 3600 seconds.',
    });
  }
  for (const name of ['allowedModels', 'allowedOrigins']) {
    const { length } = list(fieldOf(body, name));
    if (length > 20) faults.push({ message: `${name} had ${length} entries.`, fix: 'Send at most 20.' });
  }
  const duration = fieldOf(fieldOf(fieldOf(body, 'constraints'), 'realtime'), 'maxSessionDuration');
  if (typeof duration === 'number' && duration < 10) {
    faults.push({ message: `maxSessionDuration was ${duration}.`, fix: 'Send 10 seconds or more.' });
  }
  return faults;
}

interface Minted {
  call: TracedCall;
  names: string[];
  expiresAt: number;
}

/** Tokens minted in the trace, under the names of the key and of its JWT. */
function mintedIn(trace: Trace): Minted[] {
  return trace.calls
    .filter((call) => meaningOf(call).operation === 'mint' && call.status === 200)
    .map((call) => ({
      call,
      names: ['apiKey', 'token'].flatMap((name) => namedCredential(fieldOf(call.answer, name)) ?? []),
      expiresAt: Date.parse(String(fieldOf(call.answer, 'expiresAt'))),
    }));
}

/** What was sent under any of the names, in the order of the trace. */
const usesOf = <T extends { n: number }>(
  byCredential: ReadonlyMap<string, T[]>,
  names: readonly string[],
): T[] => [...new Set(names)].flatMap((name) => byCredential.get(name) ?? []).sort((a, b) => a.n - b.n);

export const tokenUse = defineRule({
  id: 'tokens.traffic/use',
  title: 'Minted tokens are used before they expire, and not after',
  requires: ['TOK-41', 'TOK-44', 'RT-82'],
  needs: ['credentials'],
  evaluate(trace) {
    const result = new RuleReport();
    const all = [...trace.calls, ...trace.connections];
    const byCredential = groupBy(all, ({ credential }) => credential?.name);
    const sockets = groupBy(trace.connections, ({ credential }) => credential?.name);
    const end = trace.until ?? latestEnd(all);
    for (const { call, names, expiresAt } of mintedIn(trace)) {
      const uses = usesOf(byCredential, names);
      // A token that has not expired may still be used after the trace.
      if (uses.length > 0 || end > expiresAt) result.exercised('TOK-41');
      if (uses.length === 0 && end > expiresAt) {
        result.report({
          requirement: 'TOK-41',
          at: call.n,
          message: `${names[0] ?? 'A token'} was minted and not used before it expired at ${new Date(expiresAt).toISOString()}.`,
          fix: 'Mint a token when a session is about to begin. If another client used it, record that traffic too.',
        });
      }
      const late = uses.filter(({ at }) => at > expiresAt);
      if (uses.length > 0) result.exercised('TOK-44');
      const [, second, ...others] = late;
      if (second) {
        result.report({
          requirement: 'TOK-44',
          at: second.n,
          again: others.map(({ n }) => n),
          message: `${names[0] ?? 'A token'} expired at ${new Date(expiresAt).toISOString()} and was used ${late.length} times after that.`,
          fix: 'Mint a new token when one was refused, or shortly before it expires.',
        });
      }
      for (const each of usesOf(sockets, names)) {
        if (each.endedAt === undefined) continue;
        result.exercised('RT-82');
        if (each.closed?.by !== 'client' || Math.abs(each.endedAt - expiresAt) > 1500) continue;
        result.report({
          requirement: 'RT-82',
          at: each.n,
          message: 'The client closed a session at the second its token expired.',
          fix: 'Expiry blocks new connections only. Limit a session with constraints.realtime.maxSessionDuration.',
        });
      }
    }
    return result;
  },
});
