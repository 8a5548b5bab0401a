import { defineRule, RuleReport } from '../rule.js';
import { byJob, endOf, isAfter } from './polls.js';
import { fieldOf } from './fields-of.js';

export const pollAfterEnd = defineRule({
  id: 'queue.traffic/poll-after-end',
  title: 'No poll of a job that has ended',
  requires: ['QUE-61'],
  evaluate(trace) {
    const result = new RuleReport();
    for (const [job, polls] of byJob(trace.calls)) {
      const last = endOf(polls);
      if (!last) continue;
      result.exercised('QUE-61');
      const after = polls.filter(isAfter(last));
      const [first, ...others] = after;
      if (!first) continue;
      result.report({
        requirement: 'QUE-61',
        at: first.n,
        again: others.map(({ n }) => n),
        message: `Job ${job} was ${String(fieldOf(last.answer, 'status'))} and was polled ${after.length} more time${others.length > 0 ? 's' : ''}.`,
        fix: 'Stop polling at completed or failed: neither ever changes.',
      });
    }
    return result;
  },
});
