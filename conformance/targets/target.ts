/**
 * `clock`: virtual time; `accounts`: any key is an account of its own; `rules`: injected effects; `date`: another day;
 * `permissions`: an account with fewer models.
 */
export type Need = 'clock' | 'accounts' | 'rules' | 'date' | 'permissions';

/** Changes how a mock server behaves, where the target offers it. Every call concerns one account, named by its key. */
export interface Control {
  /** Resets the account and stops its clock, which then moves with `advance` only. */
  hold(key: string): Promise<void>;
  /** Moves that account's time forward; returns when everything due has happened. */
  advance(key: string, ms: number): Promise<void>;
  /** The next jobs of that account never finish. */
  hangJobs(key: string): Promise<void>;
  /** Adds a rule to that account, as docs/reference/rules.md describes them. */
  rule(key: string, rule: object): Promise<void>;
  /** Sets how many sessions that account may run at once. */
  setQuota(key: string, sessions: number | null): Promise<void>;
  /** Sets the models that the organisation of that account may use. */
  setAllowedModels(key: string, models: readonly string[]): Promise<void>;
  /** Sets the day whose models that account is served, like 2026-05-01. Its time stays; its sessions end. */
  setCatalogueDate(key: string, day: string): Promise<void>;
  /** Sets what that account can still spend. */
  setCredits(key: string, balance: number): Promise<void>;
}

/** A server under judgement. */
export interface Target {
  /** Base URL without a slash at its end. */
  url: string;
  /** Short name for baselines and reports, e.g. `mock` or `live`. */
  name: string;
  /** Whether the address is loopback, where nothing is billed. */
  loopback: boolean;
  /** The key of a case. */
  keyFor(caseId: string): string;
  /** Whether any key is an account of its own. */
  accounts: boolean;
  control?: Control;
}

/** Whether a URL points at this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}
