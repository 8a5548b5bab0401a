import { defineRule, RuleReport } from '../rule.js';
import type { TracedCall } from '../trace.js';

const permanent = [400, 401, 403, 404, 405, 410, 413, 422];
/** A repeat after a minute may be deliberate, e.g. a person pressed a button. */
const soon = 60_000;

/** A request and its repeats. */
interface Chain {
  /** At most the last three: two gaps show whether the wait grows. */
  newest: TracedCall[];
  /** Whether every call of the chain failed temporarily. */
  temporary: boolean;
}

/** What makes two calls the same request. */
const signature = ({ method, path, credential, sent }: TracedCall) =>
  JSON.stringify([method, path, credential?.name, sent]);

export const repeats = defineRule({
  id: 'errors.traffic/repeats',
  title: 'Permanent failures are not repeated; temporary ones are repeated with a growing wait',
  requires: ['ERR-40', 'ERR-46', 'MOD-42'],
  evaluate(trace) {
    const result = new RuleReport();
    const chains = new Map<string, Chain>();
    for (const call of trace.calls) {
      const name = signature(call);
      const before = chains.get(name);
      const last = before?.newest.at(-1);
      const again = last !== undefined && call.at - last.endedAt <= soon;
      if (permanent.includes(call.status)) result.exercised(call.status === 410 ? 'MOD-42' : 'ERR-40');
      if (call.status === 429 || call.status >= 500) result.exercised('ERR-46');
      if (again && permanent.includes(last.status)) {
        result.report({
          requirement: last.status === 410 ? 'MOD-42' : 'ERR-40',
          about: name,
          at: call.n,
          message: `${call.method} ${call.path} answered ${last.status}, and the same request was repeated ${Math.round(call.at - last.endedAt)} ms later.`,
          fix:
            last.status === 410
              ? 'Treat 410 as permanent: the model is retired. Use its replacement.'
              : `Treat ${last.status} as permanent: the same request cannot succeed. Fix the request or the key first.`,
        });
      }
      const goesOn = before !== undefined && again && failed(last);
      const newest = goesOn ? [...before.newest.slice(-2), call] : [call];
      const onlyTemporary = goesOn ? before.temporary : true;
      chains.set(name, { newest, temporary: onlyTemporary && isTemporary(call) });
      if (newest.length < 3 || !onlyTemporary) continue;
      const [a, b] = [gap(newest, -2), gap(newest, -1)];
      if (b > a * 1.1) continue;
      result.report({
        requirement: 'ERR-46',
        about: name,
        at: call.n,
        message: `${call.method} ${call.path} answered ${last?.status ?? 0} and was repeated after ${a} ms and then after ${b} ms.`,
        fix: 'Double the wait with every try, add jitter, and give up after a few tries.',
      });
    }
    return result;
  },
});

const isTemporary = ({ status }: TracedCall) => status === 429 || status >= 500;
const failed = (call: TracedCall) => isTemporary(call) || permanent.includes(call.status);
const gap = (chain: readonly TracedCall[], index: number) =>
  Math.round((chain.at(index)?.at ?? 0) - (chain.at(index - 1)?.endedAt ?? 0));
