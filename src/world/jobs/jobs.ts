import { ApiError } from '../../contract/errors.js';
import type { Upload } from '../files/blob.js';
import type { Clock } from '../time/clock.js';
import type { Random } from '../random/random.js';
import type { Collection, Store } from '../store.js';
import type { JobStatus } from '../../contract/types.js';
import { ending, nextChange, statusAt, type JobPlan } from './plan.js';

/** What the model was asked for. */
export interface JobInput {
  /** As the client spelled it, and what the catalogue made of it. */
  readonly requestedModel: string;
  readonly model: string;
  readonly prompt: string;
  readonly seed: number;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  /** Of the upload; undefined when it did not tell. */
  readonly durationSeconds: number | undefined;
  /** What the renderer still needs of the uploads; undefined when it needs nothing. */
  readonly upload: Upload | undefined;
  readonly reference: Upload | undefined;
}

/** A job. Its status is a function of the plan and the time: nothing runs in the background. */
export interface Job {
  readonly id: string;
  readonly input: JobInput;
  /** Epoch ms. */
  readonly submittedAt: number;
  readonly plan: JobPlan;
}

const POLLS_IN_VAIN = 3;

/** An account's jobs. */
export class Jobs {
  readonly #jobs: Collection<Job>;
  /** What the last poll of a job was told; a submit tells `pending`. */
  readonly #told = new WeakMap<Job, JobStatus>();
  /** How often a job was polled at one moment of a manual clock. */
  readonly #still = new WeakMap<Job, { at: number; polls: number }>();

  constructor(
    readonly clock: Clock,
    readonly random: Random,
    store: Store,
    bounds: { readonly maxEntries: number; readonly maxText: number },
    readonly retentionMs: number,
  ) {
    this.#jobs = store.collection<Job>('jobs', {
      maxEntries: bounds.maxEntries,
      maxBytes: bounds.maxText,
      now: () => clock.now(),
      onLeave: ({ input }) => {
        input.upload?.blob.dispose();
        input.reference?.blob.dispose();
      },
    });
  }

  async create(input: JobInput, plan: JobPlan): Promise<Job> {
    const job: Job = { id: this.random.uuid(), input, submittedAt: this.clock.now(), plan };
    await this.restore(job);
    return job;
  }

  /** @throws ApiError job_not_found, also when retention is over or it belongs to another account. */
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
   * The status, for a client that polls: in `auto` mode, when there is nothing new to tell, the clock jumps to the
   * job's next change. So a poller sees every status once, however fast it asks. In every other mode it is there at once.
   */
  poll(job: Job): JobStatus | Promise<JobStatus> {
    return this.clock.mode === 'auto' ? this.#next(job) : this.status(job);
  }

  async #next(job: Job): Promise<JobStatus> {
    const told = this.#told.get(job) ?? 'pending';
    const change = nextChange(job.plan, this.clock.now() - job.submittedAt);
    if (change !== undefined && this.status(job) === told) await this.clock.skipTo(job.submittedAt + change);
    const status = this.status(job);
    if (status !== told) this.#told.set(job, status);
    return status;
  }

  /**
   * Whether this poll shows that a client waits for a job while its clock stands. True once a moment: at the third
   * poll, for an SDK makes no more of them in the 5 s that vitest gives a test.
   */
  waitsInVain(job: Job): boolean {
    if (this.clock.mode !== 'manual') return false;
    const at = this.clock.now();
    if (nextChange(job.plan, at - job.submittedAt) === undefined) return false;
    const still = this.#still.get(job);
    if (still?.at === at) return ++still.polls === POLLS_IN_VAIN;
    this.#still.set(job, { at, polls: 1 });
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

  /** Puts a job in as it is; also for a snapshot. */
  async restore(job: Job): Promise<void> {
    const endsAt = job.submittedAt + ending(job.plan).at;
    const bytes = job.input.prompt.length;
    await this.#jobs.set(job.id, job, { bytes, expiresAt: endsAt + this.retentionMs });
  }

  /** Lets go of all, also of what comes later: the account is gone. */
  close(): Promise<void> {
    return this.#jobs.close();
  }
}
