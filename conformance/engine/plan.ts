import type { Case, Cost, Effects } from './define-case.js';
import type { Target } from '../targets/target.js';

/** US dollars: video per generated second, images each. From the public price list of August 2026, dearest model. */
export const prices = { gpuSecond: 0.15, image: 0.02 };

/** What a set of cases will cost on a service that bills. */
export interface RunPlan {
  cases: number;
  cost: Required<Cost>;
  /** Estimate in US dollars. */
  usd: number;
  effects: Record<Effects, number>;
}

export function planOf(cases: readonly Case[], rounds = 1): RunPlan {
  const cost: Required<Cost> = { jobs: 0, gpuSeconds: 0, images: 0, tokens: 0, uploadBytes: 0 };
  const effects: RunPlan['effects'] = {
    none: 0,
    'creates-ephemeral': 0,
    'creates-durable': 0,
    'deletes-own': 0,
  };
  for (const each of cases) {
    for (const item of Object.keys(cost) as (keyof Cost)[]) cost[item] += rounds * (each.cost[item] ?? 0);
    effects[each.effects]++;
  }
  return { cases: cases.length, cost, usd: usdOf(cost), effects };
}

/** Estimate in US dollars. */
export function usdOf(cost: Cost): number {
  return (cost.gpuSeconds ?? 0) * prices.gpuSecond + (cost.images ?? 0) * prices.image;
}

/** What a caller lets a run do to a service that bills. Loopback targets are free. */
export interface Permissions {
  /** Effects beyond `none`, and `spend` for whatever costs money. */
  allow: readonly (Effects | 'spend')[];
  maxUsd?: number;
  maxJobs?: number;
}

/** Why a case may not run on this target, or undefined. */
export function forbidden(each: Case, target: Target, permissions: Permissions): string | undefined {
  if (target.loopback) return undefined;
  if (each.effects !== 'none' && !permissions.allow.includes(each.effects)) {
    return `It ${each.effects.replace('-', ' ')} entries and the run is read-only: pass --allow ${each.effects}.`;
  }
  if (usdOf(each.cost) + (each.cost.jobs ?? 0) > 0 && !permissions.allow.includes('spend')) {
    return 'It costs money: pass --allow spend.';
  }
  return undefined;
}

/** Keeps the running bill. */
export class Budget {
  #usd = 0;
  #jobs = 0;

  constructor(private readonly permissions: Permissions) {}

  /** Books a case, or says why the budget forbids it. */
  book(each: Case): string | undefined {
    const usd = this.#usd + usdOf(each.cost);
    const jobs = this.#jobs + (each.cost.jobs ?? 0);
    if (usd > (this.permissions.maxUsd ?? Infinity))
      return `It would bring the bill to $${usd.toFixed(2)}: --max-cost is ${this.permissions.maxUsd}.`;
    if (jobs > (this.permissions.maxJobs ?? Infinity))
      return `It would bring the jobs to ${jobs}: --max-jobs is ${this.permissions.maxJobs}.`;
    this.#usd = usd;
    this.#jobs = jobs;
    return undefined;
  }
}
