import { meaningOf, type TracedCall } from '../trace.js';
import { fieldOf } from './fields-of.js';

/** Polls by job, in order. */
export function byJob(calls: readonly TracedCall[]): Map<string, TracedCall[]> {
  const jobs = new Map<string, TracedCall[]>();
  for (const call of calls) {
    const { operation, name } = meaningOf(call);
    if (operation === 'status' && name !== undefined) jobs.set(name, [...(jobs.get(name) ?? []), call]);
  }
  return jobs;
}

/** The poll that reported of the end of a job. */
export const endOf = (polls: readonly TracedCall[]): TracedCall | undefined =>
  polls.find(({ answer }) => ['completed', 'failed'].includes(String(fieldOf(answer, 'status'))));

/** Whether a poll began when its client had been reported of the end; one that was under way by then had not. */
export const isAfter =
  (end: TracedCall) =>
  ({ n, at }: TracedCall): boolean =>
    n > end.n && at >= end.endedAt;
