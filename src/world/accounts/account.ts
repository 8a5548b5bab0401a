import { createHash } from 'node:crypto';
import { Organisation } from './organisation.js';
import { Clock, type ClockOptions, type OnDefect } from '../time/clock.js';
import { Files } from '../files/files.js';
import { Jobs } from '../jobs/jobs.js';
import { defaultTiming, type JobTiming } from '../jobs/plan.js';
import { Workers } from '../queueing/workers.js';
import { Journal } from '../journal/journal.js';
import type { Limits } from './limits.js';
import { Random } from '../random/random.js';
import { Rules } from '../rules/rules.js';
import type { NamedRule } from '../rules/types.js';
import { Sessions } from './sessions.js';
import type { Store } from '../store.js';
import type { RequestCounter } from '../journal/request-counter.js';
import { Tickets } from '../queueing/tickets.js';
import type { Warnings } from './warnings.js';
import type { TokenSigner } from '../tokens/signer.js';
import { Tokens } from '../tokens/tokens.js';

/** What every account is made of. */
export interface AccountSettings {
  readonly seed: string;
  readonly clock: ClockOptions;
  /** Epoch ms the catalogue takes for today when the account comes to life; default the clock's own time. */
  readonly asOf: number | undefined;
  readonly timing: Partial<JobTiming>;
  /** Workers that take jobs; default as many as needed. */
  readonly workers: number | undefined;
  /** Realtime sessions that generate at once, the others queue; default as many as come. */
  readonly sessionCapacity: number | undefined;
  /** Those it is born with. */
  readonly rules: readonly NamedRule[];
  readonly limits: Limits;
  readonly store: Store;
  readonly signer: TokenSigner;
  readonly onDefect: OnDefect | undefined;
  readonly warnings: Warnings;
  readonly requestCounter: RequestCounter;
  /** Told of the id of every rule that fires. */
  readonly onFire: (id: string) => void;
}

/** Short name of an account: tells accounts apart in logs and client tokens without giving the key away. */
export const accountTag = (key: string): string =>
  createHash('sha256').update(key).digest('hex').slice(0, 10);

/**
 * Everything behind one API key: its own time, chance, jobs, files, tokens, rules and journal. Two keys share
 * nothing but what their organisation holds, so tests isolate by using different keys.
 */
export class Account {
  readonly tag: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly rules: Rules;
  readonly jobs: Jobs;
  readonly files: Files;
  readonly tokens: Tokens;
  readonly tickets: Tickets;
  readonly sessions: Sessions;
  readonly timing: JobTiming;
  readonly workers: Workers | undefined;
  readonly #catalogueShift: number;
  #organisation: Organisation;

  constructor(
    readonly key: string,
    organisation: Organisation,
    readonly settings: AccountSettings,
  ) {
    const { limits, store } = settings;
    this.tag = accountTag(key);
    this.clock = new Clock({ ...settings.clock, ...(settings.onDefect && { onDefect: settings.onDefect }) });
    this.random = new Random(`${settings.seed}/${key}`);
    this.journal = new Journal(this.clock, {
      entries: limits.journalEntries,
      bytes: limits.journalBytes,
      bodyBytes: limits.journalBodyBytes,
    });
    this.rules = new Rules(this.random.fork('rules'), limits.rulesPerAccount, settings.onFire);
    this.jobs = new Jobs(
      this.clock,
      this.random.fork('jobs'),
      store,
      { maxEntries: limits.jobsPerAccount, maxText: limits.textPerAccount },
      limits.jobRetentionMs,
    );
    this.files = new Files(this.clock, this.random.fork('files'), store, limits.filesPerAccount);
    this.tokens = new Tokens(this.clock, this.random.fork('tokens'), this.tag, settings.signer, store, {
      maxEntries: limits.tokensPerAccount,
      maxText: limits.textPerAccount,
    });
    this.tickets = new Tickets(
      this.clock,
      this.random.fork('tickets'),
      () => this.organisation.tickets,
      limits.ticketsPerAccount,
    );
    this.#organisation = organisation;
    this.sessions = new Sessions(this.random.fork('sessions'), limits.sessionsKept, settings.sessionCapacity);
    this.timing = { ...defaultTiming, ...settings.timing };
    this.workers = settings.workers === undefined ? undefined : new Workers(settings.workers);
    this.#catalogueShift = settings.asOf === undefined ? 0 : settings.asOf - this.clock.now();
    this.rules.begin(settings.rules);
  }

  /** This account's clock, for what an organisation keeps on its behalf; also tells whose it is. */
  readonly now = (): number => this.clock.now();

  get organisation(): Organisation {
    return this.#organisation;
  }

  /** Moves to an organisation, and leaves behind what it held in the one before. */
  join(organisation: Organisation): void {
    if (organisation === this.#organisation) return;
    this.#organisation.release(this.now);
    this.tickets.move(organisation.tickets);
    this.#organisation = organisation;
  }

  /** Tells of what was probably not meant, and notes it; `operation` as in the journal. */
  warn(operation: string, warnings: readonly string[]): void {
    if (warnings.length === 0) return;
    for (const warning of warnings) this.settings.warnings.tell(warning);
    this.journal.add({ kind: 'world', operation, detail: { warnings } });
  }

  /**
   * Takes a place in the concurrency quota for a session: the one that a ticket holds, if one was granted.
   * @returns how to give it back as if it had never been taken; undefined when all places are taken
   */
  acquireSlot(sessionId: string): (() => void) | undefined {
    const { quota } = this.organisation;
    if (!quota.acquire(sessionId, this.now)) return undefined;
    const giveBack = this.tickets.claim();
    return () => {
      quota.cancel(sessionId);
      giveBack();
    };
  }

  /** The date by which the catalogue decides, epoch ms; it moves with the account's clock. */
  catalogueDate(): number {
    return this.clock.now() + this.#catalogueShift;
  }

  /** Lets go of everything, timers and temporary files included. */
  async dispose(): Promise<void> {
    this.sessions.clear();
    this.clock.clear();
    this.journal.clear();
    this.tickets.clear();
    // A request that is still under way must not spend what others share.
    this.join(new Organisation(this.organisation.id));
    await Promise.all([this.jobs.close(), this.files.close(), this.tokens.close()]);
  }
}
