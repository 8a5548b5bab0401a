import { defineRule, RuleReport } from '../rule.js';
import { meaningOf, type TracedCall, type Meaning } from '../trace.js';
import { groupBy } from './group-by.js';

/** Calls of one operation, by the thing it is about and the key. */
function series(calls: readonly TracedCall[], operation: Meaning['operation']): TracedCall[][] {
  const groups = groupBy(calls, (call) => {
    const meaning = meaningOf(call);
    return meaning.operation === operation
      ? `${meaning.name ?? ''} ${call.credential?.name ?? ''}`
      : undefined;
  });
  return [...groups.values()];
}

export const pace = defineRule({
  id: 'timing.traffic/pace',
  title: 'Quota and tickets are not requested too often',
  requires: ['TIM-40', 'TIM-41'],
  evaluate(trace) {
    const result = new RuleReport();
    const judge = (requirement: string, operation: Meaning['operation'], least: number, fix: string) => {
      for (const calls of series(trace.calls, operation)) {
        const gaps = calls
          .slice(1)
          .map((call, index) => ({ call, ms: Math.round(call.at - (calls[index]?.at ?? 0)) }));
        result.exercised(requirement, gaps.length);
        const [fastest, ...others] = gaps.filter(({ ms }) => ms < least * 0.9).sort((a, b) => a.ms - b.ms);
        if (!fastest) continue;
        result.report({
          requirement,
          at: fastest.call.n,
          again: others.map(({ call }) => call.n),
          message: `${calls.length} calls of ${fastest.call.path}, the fastest ${fastest.ms} ms after the previous one.`,
          fix,
        });
      }
    };
    judge('TIM-40', 'quota', 1000, 'Request the quota at most once a second.');
    judge('TIM-41', 'poll-ticket', 2000, 'Poll a ticket every two seconds.');
    return result;
  },
});
