import type { Need } from '../engine/define-case.js';

/** Steering a stand-in, where the target offers it. Every call concerns one account, named by its key. */
export interface Control {
  /** A fresh account whose time stands still until it is advanced. */
  hold(key: string): Promise<void>;
  /** Moves that account's time forward; returns when all that fell due has happened. */
  advance(key: string, ms: number): Promise<void>;
  /** The next jobs of that account never finish. */
  hangJobs(key: string): Promise<void>;
  /** Adds a rule to that account, as docs/reference/rules.md has them. */
  rule(key: string, rule: object): Promise<void>;
  /** How many sessions that account may run at once. */
  setQuota(key: string, sessions: number | null): Promise<void>;
  /** What that account can still spend. */
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
  /** The key a case acts under. */
  keyFor(caseId: string): string;
  /** Keys of other accounts, where the target lets any key be one. */
  accounts: boolean;
  control?: Control;
}

/** Whether a target has a seam. */
export function offers(target: Target, need: Need): boolean {
  return need === 'accounts' ? target.accounts : target.control !== undefined;
}

/** Whether a URL points at this machine. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127\./.test(hostname);
}
