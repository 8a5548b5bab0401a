import { usdOf, type Cost, type Effects } from './cost.js';
import type { Case } from './define-case.js';

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
