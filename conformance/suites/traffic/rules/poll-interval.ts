import { defineRule, RuleReport, type TrafficFinding } from '../rule.js';
import { byJob, endOf, isAfter } from './polls.js';

/** The documentation says two seconds; a timer may fire slightly early. */
const advised = 1900;
/** Official SDKs wait 1.5 s between polls, the newest included. */
const asSdks = 1400;

export const pollInterval = defineRule({
  id: 'queue.traffic/poll-interval',
  title: 'Two seconds between two polls of a job',
  requires: ['QUE-60'],
  evaluate(trace) {
    const result = new RuleReport();
    const found: { ms: number; finding: TrafficFinding }[] = [];
    for (const [job, all] of byJob(trace.calls)) {
      // A poll after the end is a fault at any pace: that is QUE-61.
      const end = endOf(all);
      const polls = end ? all.filter((poll) => !isAfter(end)(poll)) : all;
      const gaps = polls
        .slice(1)
        .map((poll, index) => ({ poll, ms: Math.round(poll.at - (polls[index]?.at ?? poll.at)) }));
      result.exercised('QUE-60', gaps.length);
      const fast = gaps.filter(({ ms }) => ms < advised).sort((a, b) => a.ms - b.ms);
      const [fastest, ...others] = fast;
      if (!fastest) continue;
      const tolerated = fastest.ms >= asSdks;
      const finding: TrafficFinding = {
        requirement: 'QUE-60',
        about: tolerated ? 'as SDKs' : 'too fast',
        at: fastest.poll.n,
        again: others.map(({ poll }) => poll.n),
        message: `Job ${job} was polled ${polls.length} times, ${fast.length} of them less than 2 s after the previous one, the fastest after ${fastest.ms} ms.${tolerated ? ' Official SDKs do so too: they wait 1.5 s.' : ''}`,
        fix: tolerated
          ? 'None where an SDK polls for you; in a loop of your own, wait 2 s between the polls of one job.'
          : 'Wait 2 s between the polls of one job, or let an SDK wait for it.',
        ...(tolerated ? { tolerated: true as const } : {}),
      };
      found.push({ ms: fastest.ms, finding });
    }
    // The fastest first, so that it becomes the finding the others are merged into.
    for (const { finding } of found.sort((a, b) => a.ms - b.ms)) result.report(finding);
    return result;
  },
});
