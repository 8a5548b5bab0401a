import { defineRule, Notes } from '../rule.js';
import { byJob } from './poll-interval.js';
import { fieldOf } from './fields-of.js';

export const pollAfterEnd = defineRule({
  id: 'queue.watch/poll-after-end',
  title: 'No poll of a job that has ended',
  requires: ['QUE-61'],
  look(trace) {
    const notes = new Notes();
    for (const [job, polls] of byJob(trace.calls)) {
      const end = polls.findIndex((poll) =>
        ['completed', 'failed'].includes(String(fieldOf(poll.answer, 'status'))),
      );
      const last = polls[end];
      if (!last) continue;
      notes.saw('QUE-61');
      const after = polls.slice(end + 1).filter(({ at }) => at >= last.endedAt);
      const [first] = after;
      if (!first) continue;
      notes.found({
        requirement: 'QUE-61',
        at: first.n,
        message: `Job ${job} was ${String(fieldOf(last.answer, 'status'))} and was polled ${after.length} more times.`,
        fix: 'Stop polling at completed or failed: neither ever changes.',
      });
    }
    return notes;
  },
});
