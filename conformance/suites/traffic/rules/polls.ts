import { meaningOf, type TracedCall } from '../trace.js';
import { fieldOf } from './fields-of.js';
import { groupBy } from './group-by.js';

/** Polls by job, in order. */
export const byJob = (calls: readonly TracedCall[]): Map<string, TracedCall[]> =>
  groupBy(calls, (call) => {
    const { operation, name } = meaningOf(call);
    return operation === 'status' ? name : undefined;
  });

/** The first poll that answered completed or failed. */
export const endOf = (polls: readonly TracedCall[]): TracedCall | undefined =>
  polls.find(({ answer }) => ['completed', 'failed'].includes(String(fieldOf(answer, 'status'))));

/** Whether a poll began after the client had the answer that ended the job. A poll under way by then did not. */
export const isAfter =
  (end: TracedCall) =>
  ({ n, at }: TracedCall): boolean =>
    n > end.n && at >= end.endedAt;
