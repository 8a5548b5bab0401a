import { defineRule, RuleReport } from '../rule.js';
import type { TracedCall } from '../trace.js';

const permanent = [400, 401, 403, 404, 405, 410, 413, 422];
/** Who asks again after a minute may have a reason, e.g. a person who pressed a button. */
const soon = 60_000;

/** What makes two calls the same request. */
const signature = ({ method, path, credential, sent }: TracedCall) =>
  JSON.stringify([method, path, credential?.name, sent]);

export const repeats = defineRule({
  id: 'errors.traffic/repeats',
  title: 'What failed for good is not repeated, what failed for now is repeated ever more slowly',
  requires: ['ERR-40', 'ERR-46', 'MOD-42'],
  evaluate(trace) {
    const result = new RuleReport();
    const runs = new Map<string, TracedCall[]>();
    for (const call of trace.calls) {
      const name = signature(call);
      const before = runs.get(name) ?? [];
      const last = before.at(-1);
      const again = last !== undefined && call.at - last.endedAt <= soon;
      if (permanent.includes(call.status)) result.exercised(call.status === 410 ? 'MOD-42' : 'ERR-40');
      if (call.status === 429 || call.status >= 500) result.exercised('ERR-46');
      if (again && permanent.includes(last.status)) {
        result.report({
          requirement: last.status === 410 ? 'MOD-42' : 'ERR-40',
          about: name,
          at: call.n,
          message: `${call.method} ${call.path} answered ${last.status}, and the same request came again ${Math.round(call.at - last.endedAt)} ms later.`,
          fix:
            last.status === 410
              ? 'Treat 410 as permanent: the model is retired and stays so. Use its replacement.'
              : `Treat ${last.status} as permanent: the same request cannot succeed. Mend the request or the key first.`,
        });
      }
      const chain = again && failed(last) ? [...before, call] : [call];
      runs.set(name, chain);
      if (chain.length < 3 || chain.some((each, index) => index < chain.length - 1 && !forNow(each)))
        continue;
      const [a, b] = [gap(chain, -2), gap(chain, -1)];
      if (b > a * 1.1) continue;
      result.report({
        requirement: 'ERR-46',
        about: name,
        at: call.n,
        message: `${call.method} ${call.path} answered ${last?.status ?? 0} and was repeated after ${a} ms and then after ${b} ms.`,
        fix: 'Double the wait with every try, with some chance in it, and give up after a few.',
      });
    }
    return result;
  },
});

const forNow = ({ status }: TracedCall) => status === 429 || status >= 500;
const failed = (call: TracedCall) => forNow(call) || permanent.includes(call.status);
const gap = (chain: readonly TracedCall[], index: number) =>
  Math.round((chain.at(index)?.at ?? 0) - (chain.at(index - 1)?.endedAt ?? 0));
