import { defineRule, RuleReport } from '../rule.js';
import { meaningOf } from '../trace.js';
import { fieldOf } from './fields-of.js';

/** Nobody polls as rarely as this. */
const patience = 60_000;

export const abandonedJobs = defineRule({
  id: 'queue.traffic/abandoned-jobs',
  title: 'Jobs that are submitted are asked about',
  requires: ['QUE-77'],
  evaluate(trace) {
    const result = new RuleReport();
    const end = trace.until ?? Math.max(0, ...trace.calls.map(({ endedAt }) => endedAt));
    const asked = new Set(
      trace.calls.flatMap((call) => {
        const { operation, name } = meaningOf(call);
        return name !== undefined && (operation === 'status' || operation === 'content') ? [name] : [];
      }),
    );
    for (const call of trace.calls) {
      const job = meaningOf(call).operation === 'submit' ? fieldOf(call.answer, 'job_id') : undefined;
      if (typeof job !== 'string') continue;
      const left = end - call.endedAt;
      if (asked.has(job) || left >= patience) result.exercised('QUE-77');
      if (asked.has(job) || left < patience) continue;
      result.report({
        requirement: 'QUE-77',
        about: 'abandoned',
        at: call.n,
        message: `Job ${job} was submitted, and nobody asked about it in the ${Math.round(left / 1000)} s that followed.`,
        fix: 'Poll it until it is completed or failed, and fetch its content. If somebody else does, record that traffic too.',
      });
    }
    return result;
  },
});
