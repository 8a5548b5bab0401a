import type { Requirements } from '../engine/requirement.js';
import type { CaseResult } from '../engine/case-result.js';
import { judgeTrace } from '../suites/traffic/judge.js';
import { record } from '../suites/traffic/record.js';
import type { ClientMutant } from './client/index.js';
import { ScriptClient } from './client/script.js';
import { mutantResultOf, type MutantResult } from './mutant-result.js';

/** Runs a script against the original server and judges its traffic. The account key is made from `name`. */
export async function judgeScript(
  name: string,
  run: ClientMutant['run'],
  original: string,
  requirements: Requirements,
): Promise<CaseResult[]> {
  const recording = await record(original);
  try {
    await run(new ScriptClient(recording.url, `dct_script_${name.replace(/\W+/g, '_')}`));
  } finally {
    await recording.close();
  }
  return judgeTrace(recording.trace(), { requirements, version: '0' }).results;
}

/** Runs one client mutant and judges its traffic by every traffic rule. `account` tells two runs of a mutant apart. */
export async function killClientMutant(
  mutant: ClientMutant,
  original: string,
  requirements: Requirements,
  account = mutant.id,
): Promise<MutantResult> {
  return mutantResultOf(
    mutant,
    await judgeScript(account, (client) => mutant.run(client), original, requirements),
  );
}
