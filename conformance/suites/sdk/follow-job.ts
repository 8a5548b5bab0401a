import { EventLoopLag } from '../../engine/event-loop-lag.js';
import type { Recorded } from '../../traffic/recorded.js';
import type { Called } from './called.js';
import type { SdkContext } from './context.js';
import { measurePace, type PollTimes } from './poll-pace.js';
import { statuses, succeeded, videoJob } from './steps.js';

/** How long a job is pending, and how long it processes, in ms on a stopped clock. */
export const stepMs = 1000;

/** The longest time from one status to the next, in real ms. */
const statusMs = 40_000;

/** One wait for a job from its submit to its end. */
export interface FollowedJob {
  done: Called;
  /** Its polls, in order. */
  polls: Recorded[];
  /** By how many ms the times of the polls may be off. */
  lagMs: number;
}

/**
 * Lets the SDK wait for a job. The job moves on only when the SDK has polled: from pending to processing to completed,
 * however rarely the SDK polls and however slow the machine is. The account's clock must be stopped.
 */
export async function follow(s: SdkContext): Promise<FollowedJob> {
  const before = s.sent('GET', statuses).length;
  const polls = () => s.sent('GET', statuses).slice(before);
  const saw = (status: string) =>
    polls().some((each) => each.endMs !== undefined && s.answer(each).field('status') === status);
  let over = false;
  const lag = new EventLoopLag();
  const calling = s.call('queue.submitAndPoll', videoJob(s), { deadlineMs: statusMs });
  const ended = () => void (over = true);
  calling.then(ended, ended);
  for (const status of ['pending', 'processing']) {
    await s.until(() => over || saw(status), statusMs);
    await s.control.advance(stepMs);
  }
  try {
    const done = await calling;
    succeeded(s, 'queue.submitAndPoll', done);
    return { done, polls: polls(), lagMs: lag.stop() };
  } finally {
    lag.stop();
  }
}

/** The shortest pause between two polls of a job; of another job where the machine was too busy. */
export const pace = (s: SdkContext, first: FollowedJob) =>
  measurePace(timesOf(first), async () => timesOf(await follow(s)));

const timesOf = ({ polls, lagMs }: FollowedJob): PollTimes => ({
  atMs: polls.map(({ atMs }) => atMs),
  lagMs,
});
