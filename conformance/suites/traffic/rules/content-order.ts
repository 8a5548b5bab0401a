import { defineRule, RuleReport } from '../rule.js';
import { meaningOf } from '../trace.js';
import { fieldOf } from './fields-of.js';

export const contentOrder = defineRule({
  id: 'queue.traffic/content-after-completed',
  title: 'Content is requested only after an answer said completed',
  requires: ['QUE-62'],
  evaluate(trace) {
    const result = new RuleReport();
    const submitted = new Set<string>();
    const completed = new Set<string>();
    const reported = new Set<string>();
    for (const call of trace.calls) {
      const { operation, name } = meaningOf(call);
      const status = fieldOf(call.answer, 'status');
      const job = operation === 'submit' ? fieldOf(call.answer, 'job_id') : name;
      if (typeof job !== 'string') continue;
      if (operation === 'submit') submitted.add(job);
      if ((operation === 'submit' || operation === 'status') && status === 'completed') completed.add(job);
      // A job that was submitted before the trace began may have been seen completed there.
      if (operation !== 'content' || !submitted.has(job)) continue;
      result.exercised('QUE-62');
      if (completed.has(job) || reported.has(job)) continue;
      reported.add(job);
      result.report({
        requirement: 'QUE-62',
        at: call.n,
        message: `The content of job ${job} was requested before any answer said completed; the answer was ${call.status}.`,
        fix: 'Poll the status first, and fetch the content when it is completed.',
      });
    }
    return result;
  },
});
