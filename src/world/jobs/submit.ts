import { ApiError } from '../../contract/errors.js';
import type { Account } from '../accounts/account.js';
import { costInCredits, type Price } from '../catalogue/index.js';
import { effect, type Effect } from '../rules/effects/effect.js';
import type { Job, JobInput } from './jobs.js';
import { ending, makePlan, type JobPlan, type JobTiming } from './plan.js';

/** A valid submit. The seed is drawn when the client gives none. */
export interface JobSubmission extends Omit<JobInput, 'seed'> {
  readonly seed: number | undefined;
  readonly price: Price;
  /** What is billed: seconds of video, or 1 image. */
  readonly amount: number;
  readonly resolution: string | undefined;
  /** For the journal. */
  readonly warning?: string;
}

/**
 * Draws the plan, reserves the credits and stores the job.
 * @throws ApiError insufficient_credits
 */
export async function submitJob(
  account: Account,
  submission: JobSubmission,
  fired: readonly Effect[],
): Promise<Job> {
  const effects = withRefusal(fired);
  const cost = costOf(submission);
  if (!account.organisation.credits.covers(cost, account.clock.now()))
    throw new ApiError('insufficient_credits');
  const warnings = [timeoutWarning(account, effects), submission.warning];
  account.warn(
    'jobs.submit',
    warnings.filter((one) => one !== undefined),
  );
  const plan = planFor(account, effects);
  const job = await account.jobs.create(inputOf(account, submission), plan);
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

/** A prompt that moderation refuses is "rejected at generation time" (facts: api.md 1.12): the job fails. */
const withRefusal = (effects: readonly Effect[]): readonly Effect[] =>
  effect(effects, 'ack')?.fail === undefined ? effects : [...effects, { type: 'plan', outcome: 'failed' }];

/** A warning for effects that make a job exceed the timeout without asking for a failure. */
function timeoutWarning({ settings }: Account, effects: readonly Effect[]): string | undefined {
  const plan = effect(effects, 'plan');
  const { pending = 0, processing = 0, outcome = 'completed' } = plan ?? {};
  if (outcome !== 'completed' || typeof pending !== 'number' || typeof processing !== 'number')
    return undefined;
  const timeout = settings.limits.jobTimeoutMs;
  if (pending + processing < timeout) return undefined;
  const [duration, most] = [pending + processing, timeout].map((ms) => `${ms / 1_000} s`);
  return `A job of ${duration} exceeds the ${most} job timeout, so it will fail. Raise "limits.jobTimeoutMs".`;
}

/** Credits that a submit costs. */
export const costOf = ({ price, amount, resolution }: JobSubmission): number =>
  costInCredits(price, amount, resolution === undefined ? {} : { resolution });

/** Field by field: there may be 100,000 of these, and a copy by spreading takes several times the memory. */
export function inputOf(account: Account, submission: JobSubmission): JobInput {
  return {
    requestedModel: submission.requestedModel,
    model: submission.model,
    prompt: submission.prompt,
    seed: submission.seed ?? account.random.int(4_294_967_296),
    width: submission.width,
    height: submission.height,
    fps: submission.fps,
    durationSeconds: submission.durationSeconds,
    upload: submission.upload,
    reference: submission.reference,
    inputDigest: submission.inputDigest,
    referenceDigest: submission.referenceDigest,
    trajectory: submission.trajectory,
  };
}

/** Times that were set are stronger than the account's pace. */
function timingOf({ jobs, pace, settings: { timing } }: Account): JobTiming {
  if (pace.name === 'fast') return jobs.timing;
  return {
    pending: timing.pending ?? pace.draw('jobPending'),
    processing: timing.processing ?? pace.draw('jobProcessing'),
  };
}

function planFor(account: Account, effects: readonly Effect[]): JobPlan {
  const now = account.clock.now();
  const { jobs, random, settings } = account;
  const { workers } = jobs;
  return makePlan(effects, timingOf(account), settings.limits.jobTimeoutMs, random, (earliest, busy) =>
    workers ? workers.take(now + earliest, busy, now + settings.limits.jobTimeoutMs) - now : earliest,
  );
}
