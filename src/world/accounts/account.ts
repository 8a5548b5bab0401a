/** One class because each field is one part of the state behind a key. */
import { createHash } from 'node:crypto';
import { Striker } from '../../contract/redaction/strike.js';
import { ANONYMOUS } from './anonymous.js';
import { Membership } from './membership.js';
import { Organisation } from './organisation.js';
import { Clock, type ClockOptions, type OnDefect } from '../time/clock.js';
import { CatalogueDate } from '../catalogue/catalogue-date.js';
import { Files } from '../files/files.js';
import { Jobs } from '../jobs/jobs.js';
import type { JobTiming } from '../jobs/plan.js';
import { Journal } from '../journal/journal.js';
import { journalBounds, type Limits } from './limits.js';
import { Pace, type PaceSetting } from '../pace/pace.js';
import { Random } from '../random/random.js';
import { absentValues } from '../rules/magic-warnings.js';
import { Rules } from '../rules/rules.js';
import type { NamedRule } from '../rules/types.js';
import { Sessions } from './sessions.js';
import type { Store } from '../store.js';
import type { AccountText } from './account-text.js';
import type { TextShare } from '../text/text-budget.js';
import type { RequestCounter } from '../journal/request-counter.js';
import type { Tickets } from '../queueing/tickets.js';
import type { Warnings } from './warnings.js';
import type { TokenIssuer } from '../tokens/claims.js';
import type { TokenSigner } from '../tokens/signer.js';
import { Tokens } from '../tokens/tokens.js';

/** How accounts are set up. */
export interface AccountSettings {
  readonly seed: string;
  readonly clock: ClockOptions;
  /** Catalogue date at the account's creation, epoch ms; default the clock's time. */
  readonly asOf: number | undefined;
  readonly timing: Partial<JobTiming>;
  readonly pace: PaceSetting;
  /** Workers that run jobs; default unlimited. */
  readonly workers: number | undefined;
  /** Realtime sessions that generate at once, further ones queue; default unlimited. */
  readonly sessionCapacity: number | undefined;
  /** Rules that every account starts with. */
  readonly rules: readonly NamedRule[];
  readonly limits: Limits;
  readonly store: Store;
  readonly signer: TokenSigner;
  readonly text: AccountText;
  readonly onDefect: OnDefect | undefined;
  readonly warnings: Warnings;
  readonly requestCounter: RequestCounter;
  /** Called with the id of every rule that fires. */
  readonly onFire: (id: string) => void;
}

/** Short name of an account. It identifies the account in logs and client tokens without revealing the key. */
export const accountTag = (key: string): string =>
  createHash('sha256').update(key).digest('hex').slice(0, 10);

/**
 * The state behind one API key: clock, seed, jobs, files, tokens, sessions, rules, pace and journal. Two keys share only
 * their organisation, so tests isolate by using different keys.
 */
export class Account {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly rules: Rules;
  readonly pace: Pace;
  readonly jobs: Jobs;
  readonly files: Files;
  readonly tokens: Tokens;
  readonly sessions: Sessions;
  /** What rules, tickets and ended sessions take of the text budget. */
  readonly #text: TextShare;
  readonly #membership: Membership;
  readonly #catalogueDate: CatalogueDate;

  constructor(
    readonly key: string,
    organisation: Organisation,
    readonly settings: AccountSettings,
  ) {
    const { limits, store, onDefect } = settings;
    const { textPerAccount: maxText } = limits;
    const clock = new Clock({
      ...settings.clock,
      maxFired: limits.timersPerMove,
      ...(onDefect && { onDefect }),
    });
    const random = new Random(`${settings.seed}/${key}`);
    this.#text = settings.text.budget.share();
    this.clock = clock;
    this.random = random;
    const own = new Striker(key === ANONYMOUS || absentValues.has(key) ? [] : [key]);
    this.journal = new Journal(clock, journalBounds(limits), own, settings.text.journals);
    this.rules = new Rules(random.fork('rules'), limits.rulesPerAccount, this.#text, settings.onFire);
    this.pace = new Pace(random.fork('pace'), settings.pace);
    this.jobs = new Jobs(clock, random.fork('jobs'), store, {
      timing: settings.timing,
      workers: settings.workers,
      maxEntries: limits.jobsPerAccount,
      maxText,
      retentionMs: limits.jobRetentionMs,
    });
    this.files = new Files(clock, random.fork('files'), store, limits.filesPerAccount);
    const issuer = (): TokenIssuer => this.#membership.issuer(this.tag);
    this.tokens = new Tokens(clock, random.fork('tokens'), accountTag(key), settings.signer, issuer, store, {
      maxEntries: limits.tokensPerAccount,
      maxText,
    });
    const tickets = { max: limits.ticketsPerAccount, text: this.#text };
    this.#membership = new Membership(clock, random.fork('tickets'), organisation, tickets);
    const { sessionsKept } = limits;
    this.sessions = new Sessions(random.fork('sessions'), sessionsKept, settings.sessionCapacity, this.#text);
    this.#catalogueDate = new CatalogueDate(clock, settings.asOf);
    this.rules.begin(settings.rules);
  }

  /** See `accountTag`. */
  get tag(): string {
    return this.tokens.accountTag;
  }

  /** Reads this account's clock; identifies the account to its organisation. */
  get now(): () => number {
    return this.#membership.now;
  }

  get organisation(): Organisation {
    return this.#membership.organisation;
  }

  get tickets(): Tickets {
    return this.#membership.tickets;
  }

  /** Whether jobs run, sessions are open, or files are kept. */
  get hasWork(): boolean {
    return this.sessions.active > 0 || this.jobs.areRunning || this.files.anyKept;
  }

  /** Name of the key: `api_key_name` in signed tokens. */
  get keyName(): string {
    return this.#membership.keyName;
  }

  set keyName(name: string) {
    this.#membership.keyName = name;
  }

  /** Moves to another organisation. The old one releases everything that it kept for this account. */
  join(organisation: Organisation): void {
    this.#membership.join(organisation);
  }

  /**
   * Takes a slot of the concurrency quota for a session. A granted ticket is used up for it.
   * @returns a function that undoes this; undefined when all slots are taken
   */
  acquireSlot(sessionId: string): (() => void) | undefined {
    return this.#membership.acquireSlot(sessionId);
  }

  /** Prints a probable mistake of the client, once, without the account's key. */
  report(warning: string): void {
    this.settings.warnings.report(this.journal.own?.strike(warning) ?? warning);
  }

  /** Reports and journals probable mistakes of a client; `operation` as in the journal, `session` where one is open. */
  warn(operation: string, warnings: readonly string[], session?: { readonly id: string }): void {
    if (warnings.length === 0) return;
    for (const warning of warnings) this.report(warning);
    this.journal.add({ kind: 'world', operation, sessionId: session?.id, detail: { warnings } });
  }

  /** The date that decides which models are served, epoch ms. It moves with the account's clock. */
  catalogueDate(): number {
    return this.#catalogueDate.now();
  }

  /** Frees everything, timers and temporary files included. */
  async dispose(): Promise<void> {
    this.sessions.clear();
    this.clock.clear();
    this.journal.close();
    this.tickets.clear();
    this.#text.close();
    // A request that is still in flight must not spend what other keys share.
    this.join(new Organisation(this.organisation.id));
    await Promise.all([this.jobs.close(), this.files.close(), this.tokens.close()]);
  }
}
