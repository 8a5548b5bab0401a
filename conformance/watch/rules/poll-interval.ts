import { defineRule, Notes, type Finding } from '../rule.js';
import { meaningOf, type Call } from '../trace.js';

/** The pages say two seconds; a timer may be a little early. */
const advised = 1900;
/** Official SDKs wait 1.5 s between polls, the newest included. */
const asSdks = 1400;

export const pollInterval = defineRule({
  id: 'queue.watch/poll-interval',
  title: 'Two seconds between two polls of a job',
  requires: ['QUE-60'],
  look(trace) {
    const notes = new Notes();
    const found: { ms: number; finding: Finding }[] = [];
    for (const [job, polls] of byJob(trace.calls)) {
      const gaps = polls
        .slice(1)
        .map((poll, index) => ({ poll, ms: Math.round(poll.at - (polls[index]?.at ?? poll.at)) }));
      notes.saw('QUE-60', gaps.length);
      const fast = gaps.filter(({ ms }) => ms < advised).sort((a, b) => a.ms - b.ms);
      const [fastest] = fast;
      if (!fastest) continue;
      const tolerated = fastest.ms >= asSdks;
      const finding: Finding = {
        requirement: 'QUE-60',
        about: tolerated ? 'as SDKs' : 'too fast',
        at: fastest.poll.n,
        message: `Job ${job} was polled ${polls.length} times, ${fast.length} of them sooner than 2 s after the one before, once after ${fastest.ms} ms.${tolerated ? ' Official SDKs do so too: they wait 1.5 s.' : ''}`,
        fix: tolerated
          ? 'None where an SDK polls for you; in a loop of your own, wait 2 s between the polls of one job.'
          : 'Wait 2 s between the polls of one job, or let an SDK wait for it.',
        ...(tolerated ? { tolerated: true as const } : {}),
      };
      found.push({ ms: fastest.ms, finding });
    }
    // The worst tells of all.
    for (const { finding } of found.sort((a, b) => a.ms - b.ms)) notes.found(finding);
    return notes;
  },
});

/** Polls by job, in order. */
export function byJob(calls: readonly Call[]): Map<string, Call[]> {
  const jobs = new Map<string, Call[]>();
  for (const call of calls) {
    const { operation, name } = meaningOf(call);
    if (operation === 'status' && name !== undefined) jobs.set(name, [...(jobs.get(name) ?? []), call]);
  }
  return jobs;
}
