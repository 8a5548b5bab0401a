import { ApiError } from '../../contract/errors.js';
import type { TrajectoryPoint } from '../../contract/validation/forms.js';
import type { Upload } from '../files/blob.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../random/random.js';
import type { Collection, Store } from '../store.js';
import { textBytes, valueBytes } from '../text/value-bytes.js';
import { Workers } from '../queueing/workers.js';
import { defaultTiming, ending, nextChange, statusAt } from './plan.js';
import type { JobPlan, JobTiming } from './plan.js';
import type { JobStatus } from '../../contract/types.js';

/** What a job was submitted with. */
export interface JobInput {
  /** As the client spelled it, and as the catalogue resolved it. */
  readonly requestedModel: string;
  readonly model: string;
  readonly prompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Duration of the upload; undefined when the file does not state it. */
  readonly durationSeconds: number | undefined;
  /** Uploads that the renderer still needs; else undefined. */
  readonly upload: Upload | undefined;
  readonly reference: Upload | undefined;
  /** SHA-256 of the two in hexadecimal, where the renderer needs no more of them. */
  readonly inputDigest?: string | undefined;
  readonly referenceDigest?: string | undefined;
  /** The path of a motion job, if the renderer draws it. */
  readonly trajectory?: readonly TrajectoryPoint[] | undefined;
}

/** A job. Its status is a function of the plan and the time: nothing runs in the background. */
export interface Job {
  readonly id: string;
  readonly input: JobInput;
  /** Epoch ms. */
  readonly submittedAt: number;
  readonly plan: JobPlan;
}

/** Polls after which a client is taken to wait. An SDK makes no more in the 5 s that vitest gives a test. */
const WAITING_POLLS = 3;

export interface JobsOptions {
  readonly timing: Partial<JobTiming>;
  /** Workers that run jobs; undefined for unlimited. */
  readonly workers: number | undefined;
  readonly maxEntries: number;
  /** Characters of prompts. */
  readonly maxText: number;
  readonly retentionMs: number;
}

/** An account's jobs, and what schedules them. */
export class Jobs {
  readonly timing: JobTiming;
  readonly workers: Workers | undefined;
  readonly #jobs: Collection<Job>;
  readonly #retentionMs: number;
  /** Status in the last answer to a poll; a submit answers `pending`. */
  readonly #reported = new WeakMap<Job, JobStatus>();
  /** When the last job of all ends, epoch ms. */
  #endsAt = -Infinity;
  /** How often a job was polled at one position of a manual clock. */
  readonly #stalled = new WeakMap<Job, { at: number; polls: number }>();

  constructor(
    readonly clock: Clock,
    readonly random: Random,
    store: Store,
    options: JobsOptions,
  ) {
    this.timing = { ...defaultTiming, ...options.timing };
    this.workers = options.workers === undefined ? undefined : new Workers(options.workers);
    this.#retentionMs = options.retentionMs;
    this.#jobs = store.collection<Job>('jobs', {
      maxEntries: options.maxEntries,
      maxBytes: options.maxText,
      now: () => clock.now(),
      onLeave: ({ input }) => {
        input.upload?.blob.dispose();
        input.reference?.blob.dispose();
      },
    });
  }

  /** @throws ApiError text_full */
  async create(input: JobInput, plan: JobPlan): Promise<Job> {
    const job: Job = { id: this.random.uuid(), input, submittedAt: this.clock.now(), plan };
    await this.restore(job);
    return job;
  }

  /** @throws ApiError job_not_found, also after retention, and for a job of another account. */
  async get(id: string): Promise<Job> {
    const job = await this.#jobs.get(id);
    if (!job) throw new ApiError('job_not_found');
    return job;
  }

  find(id: string): Promise<Job | undefined> {
    return this.#jobs.get(id);
  }

  async has(id: string): Promise<boolean> {
    return (await this.#jobs.get(id)) !== undefined;
  }

  /**
   * The status for a poll. In `auto` mode, when it has not changed since the last poll, the clock jumps to the job's
   * next change, so a poller sees every status however fast it polls. In other modes the status is returned at once.
   */
  poll(job: Job): JobStatus | Promise<JobStatus> {
    return this.clock.mode === 'auto' ? this.#next(job) : this.status(job);
  }

  async #next(job: Job): Promise<JobStatus> {
    const reported = this.#reported.get(job) ?? 'pending';
    const change = nextChange(job.plan, this.clock.now() - job.submittedAt);
    if (change !== undefined && this.status(job) === reported)
      await this.clock.skipTo(job.submittedAt + change);
    const status = this.status(job);
    if (status !== reported) this.#reported.set(job, status);
    return status;
  }

  /**
   * Whether this poll shows a client that waits for a job whose manual clock stands still. True once per clock
   * position, on the third poll.
   */
  isStalledPoll(job: Job): boolean {
    if (this.clock.mode !== 'manual') return false;
    const at = this.clock.now();
    if (nextChange(job.plan, at - job.submittedAt) === undefined) return false;
    const stalled = this.#stalled.get(job);
    if (stalled?.at === at) return ++stalled.polls === WAITING_POLLS;
    this.#stalled.set(job, { at, polls: 1 });
    return false;
  }

  status(job: Job): JobStatus {
    return statusAt(job.plan, this.clock.now() - job.submittedAt);
  }

  async list(): Promise<Job[]> {
    return (await this.#jobs.entries()).map(([, job]) => job);
  }

  count(): Promise<number> {
    return this.#jobs.count();
  }

  /** Whether a job has not ended yet. */
  get areRunning(): boolean {
    return this.clock.now() < this.#endsAt;
  }

  /** Stores a job as it is; also for a snapshot. */
  async restore(job: Job): Promise<void> {
    const endsAt = job.submittedAt + ending(job.plan).at;
    this.#endsAt = Math.max(this.#endsAt, endsAt);
    const { prompt, trajectory } = job.input;
    const bytes = textBytes(prompt) + (trajectory === undefined ? 0 : valueBytes(trajectory));
    await this.#jobs.set(job.id, job, { bytes, expiresAt: endsAt + this.#retentionMs });
  }

  /** Releases all jobs, and those added later: the account was dropped. */
  close(): Promise<void> {
    return this.#jobs.close();
  }
}
