import type { Requirements } from '../engine/requirement.js';
import type { CaseResult } from '../engine/case-result.js';
import { judgeTrace } from '../suites/traffic/judge.js';
import { record } from '../suites/traffic/record.js';
import type { ClientMutant } from './client/index.js';
import { ScriptClient } from './client/script.js';
import { mutantResultOf, type MutantResult } from './kill.js';

/** Lets a script loose on a sound server and judges its traffic. `name` becomes its key. */
export async function judgeScript(
  name: string,
  run: ClientMutant['run'],
  sound: string,
  requirements: Requirements,
): Promise<CaseResult[]> {
  const recording = await record(sound);
  try {
    await run(new ScriptClient(recording.url, `dct_script_${name.replace(/\W+/g, '_')}`));
  } finally {
    await recording.close();
  }
  return judgeTrace(recording.trace(), { requirements, version: '0' }).results;
}

/** What the rules of the watch make of a wrong client. */
export async function killClientMutant(
  mutant: ClientMutant,
  sound: string,
  requirements: Requirements,
): Promise<MutantResult> {
  return mutantResultOf(
    mutant,
    await judgeScript(mutant.id, (client) => mutant.run(client), sound, requirements),
  );
}
