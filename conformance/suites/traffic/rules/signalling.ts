import { defineRule, RuleReport } from '../rule.js';
import { meaningOf } from '../trace.js';
import { fieldOf } from './fields-of.js';

export const signalling = defineRule({
  id: 'realtime.traffic/signalling-etags',
  title: 'HTTP signalling: each candidate request carries the newest ETag',
  requires: ['RT-81'],
  needs: ['headers'],
  evaluate(trace) {
    const result = new RuleReport();
    const newest = new Map<string, string>();
    for (const call of trace.calls) {
      const { operation, name } = meaningOf(call);
      const session = operation === 'create-session' ? fieldOf(call.answer, 'session_id') : name;
      if (typeof session !== 'string' || (operation !== 'create-session' && operation !== 'candidates'))
        continue;
      const tag = newest.get(session);
      const sent = call.headers?.['if-match'];
      if (operation === 'candidates') result.exercised('RT-81');
      if (operation === 'candidates' && tag !== undefined && sent !== tag) {
        result.report({
          requirement: 'RT-81',
          at: call.n,
          message: `A candidate request carried ${sent ?? 'no If-Match'}; the newest ETag was ${tag}.`,
          fix: 'Send one at a time, each with the ETag of the previous answer.',
        });
      }
      if (call.etag !== undefined) newest.set(session, call.etag);
    }
    return result;
  },
});
