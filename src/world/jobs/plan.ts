import { draw, type Duration } from '../random/draw-duration.js';
import { effect, type Effect } from '../rules/effects/effect.js';
import type { JobStatus } from '../../contract/types.js';
import type { Random } from '../random/random.js';

/**
 * The job has this status from `at` ms after the submit. Every SDK knows these four alone (facts: api.md 1.3); any other
 * makes it poll forever.
 */
export interface Stage {
  readonly status: JobStatus;
  readonly at: number;
}

/** Stages in order of time. The first starts at 0; the last is final. */
export type JobPlan = readonly Stage[];

/** How long jobs take without a rule that says otherwise. ms on the account's clock. */
export interface JobTiming {
  readonly pending: Duration;
  readonly processing: Duration;
}

/** Chosen so that an SDK, which polls after 0.5 s and then every 1.5 s, sees all three statuses. */
export const defaultTiming: JobTiming = { pending: 300, processing: 1_200 };

/**
 * Draws the plan of a job: pending until a worker takes it, then processing, then the outcome. A job that still runs
 * at `timeout` ms fails then.
 */
export function makePlan(
  effects: readonly Effect[],
  timing: JobTiming,
  timeout: number,
  random: Random,
  waitForWorker: (earliest: number, busy: number) => number = (earliest) => earliest,
): JobPlan {
  const plan = effect(effects, 'plan');
  const outcome = plan?.outcome ?? 'completed';
  const pending = Math.max(Math.round(draw(plan?.pending ?? timing.pending, random)), 0);
  const processing = Math.max(Math.round(draw(plan?.processing ?? timing.processing, random)), 0);
  const start = waitForWorker(pending, outcome === 'hang' ? timeout : processing);
  if (start >= timeout) return shared('pending', timeout, timeout, 'failed');
  const end = start + processing;
  if (outcome === 'hang' || end >= timeout) return shared('processing', start, timeout, 'failed');
  return shared('processing', start, end, outcome);
}

/** Jobs with the same times share one plan, to save memory: there may be 100,000 jobs. */
const sharedPlans = new Map<string, JobPlan>();
const MAX_SHARED = 1_000;

function shared(second: 'pending' | 'processing', start: number, end: number, last: JobStatus): JobPlan {
  const name = `${second} ${start} ${end} ${last}`;
  const found = sharedPlans.get(name);
  if (found) return found;
  const middle: JobPlan = second === 'pending' ? [] : [{ status: second, at: start }];
  const created: JobPlan = [{ status: 'pending', at: 0 }, ...middle, { status: last, at: end }];
  if (sharedPlans.size < MAX_SHARED) sharedPlans.set(name, created);
  return created;
}

/** A job's status `elapsed` ms after its submit. */
export function statusAt(plan: JobPlan, elapsed: number): JobStatus {
  let status: JobStatus = 'pending';
  for (const stage of plan) if (stage.at <= elapsed) status = stage.status;
  return status;
}

/** ms after the submit at which the status next changes; undefined when it is final. */
export function nextChange(plan: JobPlan, elapsed: number): number | undefined {
  return plan.find((stage) => stage.at > elapsed)?.at;
}

/** The last stage: how and when the job ends. */
export function ending(plan: JobPlan): Stage {
  return plan.at(-1) ?? { status: 'failed', at: 0 };
}
