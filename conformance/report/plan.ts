import type { Case } from '../engine/define-case.js';
import type { RunPlan } from '../engine/plan.js';

/** The cost and the effects of a run, for a terminal. */
export function planText(plan: RunPlan, cases: readonly Case[]): string {
  const { cost, effects } = plan;
  return [
    `${plan.cases} cases on a billed service:`,
    `  ${cost.jobs} video jobs, ${cost.gpuSeconds} s of video, ${cost.images} images: about $${plan.usd.toFixed(2)}`,
    `  ${cost.tokens} client tokens, ${(cost.uploadBytes / 1024).toFixed(0)} KiB uploaded`,
    `  ${Object.entries(effects)
      .map(([effect, count]) => `${effect} ${count}`)
      .join(', ')}`,
    'Read-only unless --allow says otherwise. On loopback everything runs and nothing is billed.',
    '',
    ...cases.map((each) => `  ${each.id}  ${each.effects}  ${JSON.stringify(each.cost)}`),
  ].join('\n');
}
