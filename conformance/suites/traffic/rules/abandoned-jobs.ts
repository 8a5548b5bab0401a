import { defineRule, RuleReport } from '../rule.js';
import { latestEnd } from '../trace-span.js';
import { meaningOf } from '../trace.js';
import { fieldOf } from './fields-of.js';

/** No client polls this rarely: a job without a request for this long is abandoned. */
const abandonedAfter = 60_000;

export const abandonedJobs = defineRule({
  id: 'queue.traffic/abandoned-jobs',
  title: 'Every submitted job is polled',
  requires: ['QUE-77'],
  evaluate(trace) {
    const result = new RuleReport();
    const end = trace.until ?? latestEnd(trace.calls);
    const polled = new Set(
      trace.calls.flatMap((call) => {
        const { operation, name } = meaningOf(call);
        return name !== undefined && (operation === 'status' || operation === 'content') ? [name] : [];
      }),
    );
    for (const call of trace.calls) {
      const job = meaningOf(call).operation === 'submit' ? fieldOf(call.answer, 'job_id') : undefined;
      if (typeof job !== 'string') continue;
      const left = end - call.endedAt;
      if (polled.has(job) || left >= abandonedAfter) result.exercised('QUE-77');
      if (polled.has(job) || left < abandonedAfter) continue;
      result.report({
        requirement: 'QUE-77',
        about: 'abandoned',
        at: call.n,
        message: `Job ${job} was submitted and not polled in the ${Math.round(left / 1000)} s that followed.`,
        fix: 'Poll it until it is completed or failed, and fetch its content. If another client polls it, record that traffic too.',
      });
    }
    return result;
  },
});
