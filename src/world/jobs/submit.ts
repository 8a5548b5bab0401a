import { ApiError } from '../../contract/errors.js';
import type { Account } from '../accounts/account.js';
import { costInCredits, type Price } from '../catalogue/index.js';
import { effect, type Effect } from '../rules/effects/effect.js';
import type { Job, JobInput } from './jobs.js';
import { ending, makePlan, type JobPlan } from './plan.js';

/** A job as it is ordered; the seed is drawn when the client leaves it open. */
export interface JobSubmission extends Omit<JobInput, 'seed'> {
  readonly seed: number | undefined;
  readonly price: Price;
  /** What is paid for: seconds of video, or 1 image. */
  readonly amount: number;
  readonly resolution: string | undefined;
}

/**
 * Takes an order: makes the plan, sets the credits aside, and files the job.
 * @throws ApiError insufficient_credits
 */
export async function submitJob(
  account: Account,
  order: JobSubmission,
  effects: readonly Effect[],
): Promise<Job> {
  const cost = costOf(order);
  if (!account.organisation.credits.covers(cost, account.clock.now()))
    throw new ApiError('insufficient_credits');
  const vain = tooLong(account, effects);
  if (vain !== undefined) account.warn('jobs.submit', [vain]);
  const plan = planFor(account, effects);
  const job = await account.jobs.create(inputOf(account, order), plan);
  const end = ending(plan);
  account.organisation.credits.reserve({
    id: job.id,
    amount: cost,
    at: job.submittedAt + end.at,
    outcome: end.status === 'completed' ? 'charge' : 'refund',
    now: account.now,
  });
  return job;
}

/** A sentence about a job that was asked to take longer than any may, but not to fail. */
function tooLong({ settings }: Account, effects: readonly Effect[]): string | undefined {
  const asked = effect(effects, 'plan');
  const { pending = 0, processing = 0, outcome = 'completed' } = asked ?? {};
  if (outcome !== 'completed' || typeof pending !== 'number' || typeof processing !== 'number')
    return undefined;
  const timeout = settings.limits.jobTimeoutMs;
  if (pending + processing < timeout) return undefined;
  const [seconds, most] = [pending + processing, timeout].map((ms) => `${ms / 1_000} s`);
  return `A job was asked to take ${seconds}, and fails: one that is not done after ${most} never will be. The limit "jobTimeoutMs" moves that.`;
}

/** Credits an order takes. */
export const costOf = ({ price, amount, resolution }: JobSubmission): number =>
  costInCredits(price, amount, resolution === undefined ? {} : { resolution });

/** Field by field: there may be a hundred thousand of these, and a copy by spreading takes several times the room. */
export function inputOf(account: Account, order: JobSubmission): JobInput {
  return {
    requestedModel: order.requestedModel,
    model: order.model,
    prompt: order.prompt,
    seed: order.seed ?? account.random.int(4_294_967_296),
    width: order.width,
    height: order.height,
    fps: order.fps,
    durationSeconds: order.durationSeconds,
    upload: order.upload,
    reference: order.reference,
  };
}

function planFor(account: Account, effects: readonly Effect[]): JobPlan {
  const now = account.clock.now();
  // A prompt that moderation refuses is "rejected at generation time" (facts: api.md 1.12): the job fails.
  const refused = effect(effects, 'ack')?.fail !== undefined && !effect(effects, 'plan');
  const asked: readonly Effect[] = refused ? [...effects, { type: 'plan', outcome: 'failed' }] : effects;
  const { workers, timing, random, settings } = account;
  return makePlan(asked, timing, settings.limits.jobTimeoutMs, random, (earliest, busy) =>
    workers ? workers.take(now + earliest, busy, now + settings.limits.jobTimeoutMs) - now : earliest,
  );
}
