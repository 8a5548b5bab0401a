import type { Mutant, MutantHooks } from '../mutant.js';
import { jobScripts } from './jobs.js';
import { realtimeScripts } from './realtime.js';
import type { ScriptClient } from './script.js';
import { correctScripts } from './correct.js';
import { tokenScripts } from './tokens.js';

/** A client with one fault. */
export interface ClientMutant extends Omit<Mutant, keyof MutantHooks> {
  run(client: ScriptClient): Promise<void>;
}

/** Every client mutant. */
export const clientMutants: readonly ClientMutant[] = [...jobScripts, ...tokenScripts, ...realtimeScripts];

/** Clients without a fault: the rules must report nothing. */
export { correctScripts };
