import { EventLoopLag } from '../../engine/event-loop-lag.js';
import type { Called, SdkContext } from './context.js';
import type { Recorded } from '../../traffic/recorder.js';
import { statuses, succeeded, videoJob } from './steps.js';

/** What a job spends waiting, and then working, in ms on a clock that is held. */
export const stepMs = 1000;

/** Samples of which the last is judged as it is. */
const mostSamples = 3;
const bound = 2000;

/** One wait for a job from its submit to its end. */
export interface Wait {
  done: Called;
  /** The polls of it, in order. */
  asked: Recorded[];
  /** By how many ms the moments of the polls may be off. */
  lagMs: number;
}

/**
 * Has the SDK wait for a job that goes on whenever it was asked for: from pending to processing to completed, however
 * seldom the SDK asks and however slow the machine is. The account's clock must be held.
 */
export async function follow(s: SdkContext): Promise<Wait> {
  const before = s.sent('GET', statuses).length;
  const asked = () => s.sent('GET', statuses).slice(before);
  const saw = (status: string) =>
    asked().some((each) => each.endMs !== undefined && s.answer(each).field('status') === status);
  let over = false;
  const watch = new EventLoopLag();
  const calling = s.call('queue.submitAndPoll', videoJob(s), { deadlineMs: 40_000 });
  const ended = () => void (over = true);
  calling.then(ended, ended);
  for (const status of ['pending', 'processing']) {
    await s.until(() => over || saw(status), 40_000);
    await s.steering.advance(stepMs);
  }
  try {
    const done = await calling;
    succeeded(s, 'queue.submitAndPoll', done);
    return { done, asked: asked(), lagMs: watch.stop() };
  } finally {
    watch.stop();
  }
}

/** The shortest pause between two polls. A sample in which the machine was too busy to tell is taken again. */
export async function pace(s: SdkContext, first: Wait) {
  let wait = first;
  for (let samples = 1; samples < mostSamples && tooBusy(wait); samples++) wait = await follow(s);
  return { ms: shortestGap(wait), atLeast: bound, jitterMs: wait.lagMs };
}

const tooBusy = (wait: Wait) => wait.lagMs > 50 && Math.abs(shortestGap(wait) - bound) <= wait.lagMs;

const shortestGap = ({ asked }: Wait) =>
  Math.min(...asked.slice(1).map((each, n) => each.atMs - (asked[n]?.atMs ?? 0)));
