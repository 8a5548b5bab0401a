import { draw, type Duration } from '../random/draw-duration.js';
import { effect, type Effect } from '../rules/effects/effect.js';
import type { JobStatus } from '../../contract/types.js';
import type { Random } from '../random/random.js';

/**
 * From `at` ms after the submit on, the job has this status. Every SDK knows these four alone (facts: api.md 1.3); any
 * other makes it poll forever.
 */
export interface Stage {
  readonly status: JobStatus;
  readonly at: number;
}

/** Stages in order of time; the first begins at 0, and the last is final. */
export type JobPlan = readonly Stage[];

/** How long jobs take when nobody asks for anything else. ms on the account's clock. */
export interface JobTiming {
  readonly pending: Duration;
  readonly processing: Duration;
}

/** Chosen so that an SDK, which polls after 0.5 s and then every 1.5 s, sees all three words. */
export const defaultTiming: JobTiming = { pending: 300, processing: 1_200 };

/**
 * The plan of a job: `start` ms until a worker takes it, then processing, then the outcome; a job still running at
 * `timeout` ms fails there.
 */
export function makePlan(
  effects: readonly Effect[],
  timing: JobTiming,
  timeout: number,
  random: Random,
  waitForWorker: (earliest: number, busy: number) => number = (earliest) => earliest,
): JobPlan {
  const asked = effect(effects, 'plan');
  const outcome = asked?.outcome ?? 'completed';
  const pending = Math.max(Math.round(draw(asked?.pending ?? timing.pending, random)), 0);
  const processing = Math.max(Math.round(draw(asked?.processing ?? timing.processing, random)), 0);
  const start = waitForWorker(pending, outcome === 'hang' ? timeout : processing);
  if (start >= timeout) return shared('pending', timeout, timeout, 'failed');
  const end = start + processing;
  if (outcome === 'hang' || end >= timeout) return shared('processing', start, timeout, 'failed');
  return shared('processing', start, end, outcome);
}

/** Jobs with the same times share one plan: most do, and there may be a hundred thousand. */
const known = new Map<string, JobPlan>();
const MAX_SHARED = 1_000;

function shared(second: 'pending' | 'processing', start: number, end: number, last: JobStatus): JobPlan {
  const name = `${second} ${start} ${end} ${last}`;
  const found = known.get(name);
  if (found) return found;
  const begun: JobPlan = second === 'pending' ? [] : [{ status: second, at: start }];
  const plan: JobPlan = [{ status: 'pending', at: 0 }, ...begun, { status: last, at: end }];
  if (known.size < MAX_SHARED) known.set(name, plan);
  return plan;
}

/** What a job's status is `elapsed` ms after it was submitted. */
export function statusAt(plan: JobPlan, elapsed: number): JobStatus {
  let status: JobStatus = 'pending';
  for (const stage of plan) if (stage.at <= elapsed) status = stage.status;
  return status;
}

/** ms after the submit at which the status next changes; undefined when it is final. */
export function nextChange(plan: JobPlan, elapsed: number): number | undefined {
  return plan.find((stage) => stage.at > elapsed)?.at;
}

/** The last stage: how and when it ends. */
export function ending(plan: JobPlan): Stage {
  return plan.at(-1) ?? { status: 'failed', at: 0 };
}
